package dev.strowger.router;

import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.policy.CallFacts.TargetState;
import dev.strowger.records.TargetStats;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class TargetStatesTest {
  private static final Instant NOON = Samples.START;

  private final TargetStates states = new TargetStates();

  @Test
  void countsAddUpAndTimesAreMeansByCalls() {
    states.changed("openai/m/w1", stats("m", "w1", NOON, 30, 100));
    states.changed("openai/m/w2", stats("m", "w2", NOON, 10, 500));

    assertThat(states.get(NOON))
        .isEqualTo(Map.of("openai/m", new TargetState(200, 400, 100, 2, 40, 4, 2)));
  }

  @Test
  void aTargetThatWasMeasuredButNotLatelyKeepsItsTimes() {
    states.changed("openai/m/w1", stats("m", "w1", NOON, 0, 100));
    states.changed("openai/m/w2", stats("m", "w2", NOON, 0, 0));

    assertThat(states.get(NOON).get("openai/m"))
        .isEqualTo(new TargetState(100, 200, 50, 2, 0, 4, 2));
  }

  @Test
  void whoIsSilentForTenSecondsIsOutWhateverOrderRequestsComeIn() {
    states.changed("openai/m/w1", stats("m", "w1", NOON, 1, 100));
    states.changed("openai/m/w2", stats("m", "w2", NOON.plusSeconds(5), 1, 300));

    assertThat(latency(NOON.plusMillis(9_999))).isEqualTo(200);
    assertThat(latency(NOON.plusSeconds(10))).isEqualTo(300);
    assertThat(states.get(NOON.plusSeconds(15))).isEmpty();
    assertThat(latency(NOON.plusSeconds(1))).isEqualTo(200);
  }

  @Test
  void areAddedUpWhenSomethingChangesAndAtMostTenTimesASecond() {
    states.changed("openai/m/w1", stats("m", "w1", NOON, 1, 100));
    Map<String, TargetState> first = states.get(NOON);
    assertThat(states.get(NOON.plusSeconds(9))).isSameAs(first);

    states.get(NOON);
    states.changed("openai/n/w1", stats("n", "w1", NOON, 1, 100));
    assertThat(states.get(NOON.plusMillis(99))).isSameAs(first);
    assertThat(states.get(NOON.plusMillis(100))).containsOnlyKeys("openai/m", "openai/n");
    states.changed("openai/n/w1", null);
    assertThat(states.get(NOON.plusMillis(200))).containsOnlyKeys("openai/m");
  }

  @Test
  void doesNotRememberMoreThanItsBound() {
    for (int i = 0; i < TargetStates.MAX_KEYS; i++) {
      states.changed("openai/m/w" + i, stats("m", "w" + i, NOON, 1, 100));
    }
    states.changed("openai/one-more/w", stats("one-more", "w", NOON.plusSeconds(9), 1, 1));
    assertThat(states.get(NOON)).containsOnlyKeys("openai/m");

    states.changed("openai/late/w", stats("late", "w", NOON.plusSeconds(10), 1, 1));
    assertThat(states.get(NOON.plusSeconds(1))).containsOnlyKeys("openai/late");
  }

  private double latency(Instant at) {
    return Objects.requireNonNull(states.get(at).get("openai/m")).latencyMs();
  }

  private static TargetStats stats(
      String model, String instance, Instant at, long calls, double latencyMs) {
    return new TargetStats(
        "openai",
        model,
        instance,
        at,
        60_000,
        calls,
        2L,
        1L,
        1,
        latencyMs,
        latencyMs / 2,
        latencyMs * 2,
        0.0);
  }
}
