package dev.strowger.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PromptCsvTest {
  private static final String HEADER = "source,prompt,weak_correct,strong_correct\n";

  @TempDir Path folder;

  @Test
  void fieldsMayHoldNewlinesQuotesAndCommas() throws Exception {
    Path file = file("prompt,id\r\n\"a, \"\"b\"\"\nc\",1\r\n,2\r\n\"\",3\r\n");

    List<PromptCsv.Asked> rows = new ArrayList<>();
    PromptCsv.asked(file, rows::add);

    assertThat(rows)
        .containsExactly(
            new PromptCsv.Asked("1", "a, \"b\"\nc"),
            new PromptCsv.Asked("2", ""),
            new PromptCsv.Asked("3", ""));
  }

  @Test
  void aByteOrderMarkIsNotPartOfTheHeader() throws Exception {
    List<PromptCsv.Asked> rows = new ArrayList<>();
    PromptCsv.asked(file("\ufeffid,prompt\n1,x\n"), rows::add);

    assertThat(rows).containsExactly(new PromptCsv.Asked("1", "x"));
  }

  @Test
  void errorsNameTheLineTheRowBeginsOn() throws Exception {
    assertThatThrownBy(() -> labelled("a,\"two\nlines\",1,1\na,b,yes,1\n"))
        .hasMessageContaining("line 4: weak_correct must be 0 or 1");
    assertThatThrownBy(() -> labelled("a,b,1,1\na,b,1\n"))
        .hasMessageContaining("line 3: 3 fields where the header has 4");
    assertThatThrownBy(() -> labelled("a,b,1,1\na,\"never closed,1,1\n"))
        .isInstanceOf(PromptCsv.BadFileException.class)
        .hasMessageContaining("line 3: not CSV");
  }

  @Test
  void filesThatAreNotWhatIsWantedAreRefused() throws Exception {
    assertThatThrownBy(() -> PromptCsv.labelled(folder.resolve("none.csv")))
        .hasMessageContaining("does not exist");
    assertThatThrownBy(() -> labelled("")).hasMessageContaining("no rows");
    assertThatThrownBy(() -> PromptCsv.labelled(file("source,prompt\na,b\n")))
        .hasMessageContaining("the header lacks strong_correct, weak_correct");
    assertThatThrownBy(() -> PromptCsv.labelled(file(""))).hasMessageContaining("header lacks");
    Path latin = folder.resolve("latin.csv");
    Files.write(latin, (HEADER + "a,caf\u00e9,1,1\n").getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> PromptCsv.labelled(latin)).hasMessageContaining("not UTF-8");
  }

  @Test
  void onePromptInTenIsHeldOutWhateverItsSource() {
    List<LabelledPrompt> rows = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      rows.add(new LabelledPrompt("a", "prompt " + i, true, true));
    }

    assertThat(rows.stream().filter(LabelledPrompt::heldOut).count()).isBetween(150L, 250L);
    assertThat(rows.getFirst().heldOut())
        .isEqualTo(new LabelledPrompt("b", "prompt 0", false, true).heldOut());
  }

  private List<LabelledPrompt> labelled(String rows) throws IOException {
    return PromptCsv.labelled(file(HEADER + rows));
  }

  private Path file(String text) throws IOException {
    return Files.writeString(Files.createTempFile(folder, "rows", ".csv"), text);
  }
}
