package dev.strowger.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class RouterCommandTest extends CommandGround {
  @Test
  void scoresKeepTheOrderAndTheNumberOfRows() throws Exception {
    String huge = "word, ".repeat(200_000);
    Path in =
        write(
            "id,prompt\r\nb,\"two\nlines, \"\"quoted\"\"\"\r\na,\r\n\"x,y\",\""
                + huge
                + "\"\r\nb,hi\r\n");

    assertThat(run("router", "score", "--model", "linear", "--in", in.toString(), "--out", to("s")))
        .isZero();

    List<String> lines = Files.readAllLines(root.resolve("s"));
    assertThat(lines).hasSize(5).first().isEqualTo("id,p_weak_ok");
    assertThat(lines.subList(1, 5))
        .extracting(line -> line.substring(0, line.lastIndexOf(',')))
        .containsExactly("b", "a", "\"x,y\"", "b");
    assertThat(lines.subList(1, 5))
        .extracting(line -> Double.parseDouble(line.substring(line.lastIndexOf(',') + 1)))
        .allMatch(p -> p >= 0 && p <= 1);
    assertThat(err.toString()).contains("scored 4 prompts by model ");
  }

  @Test
  void theBestModelIsUsedUnlessAnotherIsAsked() throws Exception {
    Path in = write("id,prompt\n1,What is the capital of France?\n");

    assertThat(run("router", "score", "--in", in.toString(), "--out", to("best"))).isZero();
    assertThat(
            run("router", "score", "--model", "embedding", "--in", in.toString(), "--out", to("e")))
        .isZero();
    assertThat(run("router", "score", "--model", "linear", "--in", in.toString(), "--out", to("l")))
        .isZero();

    assertThat(read("best")).isEqualTo(read("e")).isNotEqualTo(read("l"));
  }

  @Test
  void badFilesAreRefusedWithTheirLine() throws Exception {
    Path short1 = write("id,prompt\n1,a\n2\n");
    assertThat(
            run(
                "router",
                "score",
                "--model",
                "linear",
                "--in",
                short1.toString(),
                "--out",
                to("s")))
        .isEqualTo(Strowger.FAILED);
    assertThat(err.toString()).contains("line 3: 1 fields where the header has 2");

    assertThat(run("router", "score", "--model", "linear", "--in", to("no"), "--out", to("s")))
        .isEqualTo(Strowger.FAILED);
    assertThat(err.toString()).contains("does not exist");

    Path notModel = write("id,prompt\n1,a\n");
    assertThat(
            run(
                "router",
                "score",
                "--model",
                notModel.toString(),
                "--in",
                notModel.toString(),
                "--out",
                to("s")))
        .isEqualTo(Strowger.FAILED);
    assertThat(err.toString()).contains("not a complexity model");
  }

  @Test
  void whatIsTrainedCanScoreAndBeMeasured() throws Exception {
    StringBuilder rows = new StringBuilder("source,prompt,weak_correct,strong_correct\n");
    for (int i = 0; i < 300; i++) {
      rows.append("sums,Add %d to %d and halve the total,0,1\n".formatted(i * 7, i * 13));
      rows.append("greetings,Say hello to guest %d,1,1\n".formatted(i));
    }
    Path in = write(rows.toString());

    assertThat(
            run("router", "train", "--kind", "linear", "--in", in.toString(), "--out", to("model")))
        .isZero();
    assertThat(out.toString()).contains("out of fold", "Held out", "together", "oracle");

    out.getBuffer().setLength(0);
    assertThat(
            run(
                "router",
                "evaluate",
                "--model",
                to("model"),
                "--in",
                in.toString(),
                "--held-out",
                "--json"))
        .isZero();
    JsonNode answer = new ObjectMapper().readTree(out.toString());
    assertThat(answer.path("model").asText()).hasSize(12);
    assertThat(answer.path("lines")).anyMatch(this::goodTogether);
  }

  private boolean goodTogether(JsonNode line) {
    return line.path("source").asText().equals("together")
        && line.path("router").asText().equals("model")
        && line.path("apgr").path("value").asDouble() > 0.7;
  }

  private Path write(String text) throws IOException {
    return Files.writeString(Files.createTempFile(root, "in", ".csv"), text);
  }

  private String to(String name) {
    return root.resolve(name).toString();
  }

  private String read(String name) throws IOException {
    return Files.readString(root.resolve(name));
  }
}
