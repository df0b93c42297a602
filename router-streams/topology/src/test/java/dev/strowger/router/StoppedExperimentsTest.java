package dev.strowger.router;

import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.records.ExperimentState;
import org.junit.jupiter.api.Test;

class StoppedExperimentsTest {
  private final StoppedExperiments stopped = new StoppedExperiments();

  @Test
  void namesWhatAGuardHasStoppedUntilItIsTakenBack() {
    stopped.changed("trial", state("trial", true));
    stopped.changed("other", state("other", true));
    stopped.changed("runs", state("runs", false));
    assertThat(stopped.get()).containsExactlyInAnyOrder("trial@d1", "other@d1");

    stopped.changed("trial", state("trial", false));
    assertThat(stopped.get()).containsExactly("other@d1");
    stopped.changed("other", null);
    assertThat(stopped.get()).isEmpty();
  }

  private static ExperimentState state(String name, boolean isStopped) {
    return new ExperimentState(name, "d1", isStopped, "", Samples.START);
  }
}
