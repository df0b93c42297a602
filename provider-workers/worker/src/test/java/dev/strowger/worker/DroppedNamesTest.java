package dev.strowger.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class DroppedNamesTest {
  @Test
  void joinsNames() {
    assertThat(DroppedNames.header(List.of("seed", "tools.function.strict")))
        .isEqualTo("seed, tools.function.strict");
  }

  @Test
  void hidesWhatAHeaderCannotCarry() {
    assertThat(DroppedNames.header(List.of("a\r\nx-evil: 1", "größe", "a,b")))
        .isEqualTo("a??x-evil:?1, gr??e, a?b");
  }

  @Test
  void aMillionNamesAreAFew() {
    assertThat(DroppedNames.bounded(Collections.nCopies(1_000_000, "param")))
        .hasSizeLessThan(DroppedNames.MAX_CHARS)
        .hasSizeGreaterThan(100);
  }

  @Test
  void isCutAtTheEndOfAName() {
    String header = DroppedNames.header(Collections.nCopies(300, "param"));

    assertThat(header).hasSizeLessThanOrEqualTo(DroppedNames.MAX_CHARS).endsWith(", param");
  }
}
