package dev.strowger.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TableTest {
  @Test
  void hasEveryFaultOnceInItsOrder() {
    List<String> ids = Table.all().stream().map(Fault::id).toList();

    assertThat(ids).doesNotHaveDuplicates();
    assertThat(ids)
        .containsSubsequence(IntStream.rangeClosed(1, 16).mapToObj(Integer::toString).toList())
        .contains("tls", "dns", "half", "html", "error200", "gzip", "endless", "giant", "401")
        .contains("late", "down");
  }

  @Test
  void noFaultSharesATargetWithAnother() {
    List<String> targets =
        Table.all().stream()
            .flatMap(f -> f.targets().stream())
            .map(target -> target.place() + "/" + target.model())
            .toList();

    assertThat(targets).doesNotHaveDuplicates();
  }

  @Test
  void isNarrowedByNumberAndById() {
    assertThat(Table.only(Set.of("8")).stream().map(Fault::id)).contains("8", "8-guard", "8-tool");
    assertThat(Table.only(Set.of("8-tool", "14-openai")).stream().map(Fault::id))
        .containsExactly("8-tool", "14-openai");
    assertThat(Table.only(Set.of())).hasSameSizeAs(Table.all());
  }

  @Test
  void saysWhatThereIsIfAnIdIsNone() {
    assertThatThrownBy(() -> Table.only(Set.of("99")))
        .hasMessageStartingWith("99 is none of 1, 2,");
  }
}
