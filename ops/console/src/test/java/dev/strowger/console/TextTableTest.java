package dev.strowger.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextTableTest {
  private static QueryResult result(boolean cut, List<String> names, List<List<Object>> rows) {
    return new QueryResult(
        new QueryResult.Table(
            names.stream().map(n -> new QueryResult.Column(n, "String")).toList(), rows, cut),
        Duration.ofMillis(7));
  }

  @Test
  void alignsTextLeftAndNumbersRight() {
    String text =
        TextTable.of(
            result(
                false,
                List.of("model", "calls", "cost"),
                List.of(
                    Arrays.asList("gpt-4o-mini", 40L, new BigDecimal("0.250000")),
                    Arrays.asList("é", 6000L, 12.5))));

    assertThat(text)
        .isEqualTo(
            """
            model        calls      cost
            ───────────  ─────  ────────
            gpt-4o-mini     40  0.250000
            é             6000      12.5
            2 rows, 7 ms
            """);
  }

  @Test
  void saysWhereAResultIsCutAndShowsNulls() {
    String text = TextTable.of(result(true, List.of("a"), List.of(Arrays.asList((Object) null))));

    assertThat(text).contains("∅").contains("1 row (cut here: there are more), 7 ms");
  }

  @Test
  void anEmptyResultStillHasItsHeader() {
    assertThat(TextTable.of(result(false, List.of("model"), List.of())))
        .isEqualTo("model\n─────\n0 rows, 7 ms\n");
  }

  @Test
  void valuesCannotMoveTheCursorNorFloodTheTerminal() {
    String text =
        TextTable.of(
            result(
                false, List.of("x"), List.of(List.of("a\u001b[2Jb\nc"), List.of("y".repeat(500)))));

    assertThat(text).doesNotContain("\u001b").contains("a [2Jb c").contains("y…");
    assertThat(text.lines().mapToInt(String::length).max()).hasValue(TextTable.MAX_CELL_CHARS);
  }
}
