package dev.strowger.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.records.PathStep;
import dev.strowger.records.Usage;
import java.util.List;
import org.junit.jupiter.api.Test;

class PathSumsTest {
  private static final PathStep USED =
      step(new Usage(10L, 5L, 1L, 2L, 3L, false, 0L, 0L, 0L, 0L), 7);
  private static final PathStep ESTIMATED =
      step(new Usage(1L, 1L, 0L, 0L, 0L, true, 0L, 0L, 0L, 0L), 1);
  private static final PathStep FREE =
      PathStep.newBuilder(step(Usage.newBuilder().build(), 0)).setUsage(null).build();

  @Test
  void addsUpWhatWasUsedAndPaid() {
    List<PathStep> path = List.of(USED, FREE, ESTIMATED);

    assertThat(PathSums.usage(path))
        .isEqualTo(new Usage(11L, 6L, 1L, 2L, 3L, true, 0L, 0L, 0L, 0L));
    assertThat(PathSums.costMicros(path)).isEqualTo(8);
    assertThat(PathSums.usage(List.of()))
        .isEqualTo(new Usage(0L, 0L, 0L, 0L, 0L, false, 0L, 0L, 0L, 0L));
  }

  private static PathStep step(Usage usage, long costMicros) {
    return PathStep.newBuilder()
        .setProvider("p")
        .setModel("m")
        .setResult("timeout")
        .setLatencyUs(1)
        .setUsage(usage)
        .setCostMicros(costMicros)
        .build();
  }
}
