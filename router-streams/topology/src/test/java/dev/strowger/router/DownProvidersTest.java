package dev.strowger.router;

import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.records.HealthState;
import dev.strowger.records.ProviderHealth;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DownProvidersTest {
  private static final Instant NOON = Samples.START;

  private final DownProviders down = new DownProviders(() -> Set.of("openai"), NOON);

  @Test
  void asksAProviderAgainOnceItIsUp() {
    down.changed("openai", provider(HealthState.DOWN));
    assertThat(down.get(NOON)).isEqualTo(Map.of("openai", "its provider is down"));
    down.changed("openai", provider(HealthState.DEGRADED));
    assertThat(down.get(NOON)).isEmpty();
    down.changed("openai", provider(HealthState.DOWN));
    down.changed("openai", null);
    assertThat(down.get(NOON)).isEmpty();
  }

  @Test
  void leavesATargetAloneUntilItsTimeWhateverOrderRequestsComeIn() {
    down.changed("openai/m", target(HealthState.DOWN, NOON.plusSeconds(5)));

    assertThat(down.get(NOON.plusSeconds(4)))
        .isEqualTo(Map.of("openai/m", "down until 12:00:05 (overloaded)"));
    assertThat(down.get(NOON.plusSeconds(5))).isEmpty();
    assertThat(down.get(NOON.plusSeconds(4))).containsOnlyKeys("openai/m");

    down.changed("openai/m", target(HealthState.UP, null));
    assertThat(down.get(NOON.plusSeconds(4))).isEmpty();
  }

  @Test
  void aPoolIsMissedEightSecondsAfterTheLastWordOfItsLastInstance() {
    down.changed("openai", heartbeat("w1", HealthState.UP, NOON));
    down.changed("openai", heartbeat("w2", HealthState.UP, NOON.plusSeconds(1)));
    assertThat(down.get(NOON.plusMillis(8_999))).isEmpty();
    assertThat(down.get(NOON.plusSeconds(9)))
        .isEqualTo(Map.of("openai", "no worker of its pool has been heard of since 12:00:01"));

    down.changed("openai", heartbeat("w2", HealthState.UP, NOON.plusSeconds(10)));
    assertThat(down.get(NOON.plusSeconds(11))).isEmpty();
  }

  @Test
  void oneInstanceThatIsDownDoesNotSpeakForTheOthers() {
    down.changed("openai", heartbeat("w1", HealthState.UP, NOON));
    down.changed("openai", heartbeat("w2", HealthState.DOWN, NOON));
    assertThat(down.get(NOON)).isEmpty();

    down.changed("openai", heartbeat("w1", HealthState.DOWN, NOON.plusSeconds(2)));
    assertThat(down.get(NOON.plusSeconds(2))).containsOnlyKeys("openai");
  }

  @Test
  void aProviderThatWasNeverHeardOfIsMissedOnlyAfterAWhile() {
    assertThat(down.get(NOON.plusSeconds(7))).isEmpty();
    assertThat(down.get(NOON.plusSeconds(8))).containsOnlyKeys("openai");
  }

  @Test
  void weighsReportsOnceUntilSomethingChanges() {
    down.changed("openai/m", target(HealthState.DOWN, NOON.plusSeconds(5)));

    Map<String, String> first = down.get(NOON);
    assertThat(down.get(NOON.plusSeconds(3))).isSameAs(first);
    down.changed("openai/n", target(HealthState.UP, null));
    assertThat(down.get(NOON.plusSeconds(3))).isNotSameAs(first).isEqualTo(first);
  }

  @Test
  void doesNotRememberMoreTargetsThanItsBound() {
    for (int i = 0; i < DownProviders.MAX_KEYS; i++) {
      down.changed("openai/m" + i, named("m" + i, NOON.minusSeconds(1)));
    }
    down.changed("openai/late", named("late", NOON.plusSeconds(9)));
    assertThat(down.get(NOON)).containsOnlyKeys("openai/late");
  }

  private static ProviderHealth provider(HealthState state) {
    return new ProviderHealth("openai", "openai", state, false, NOON, "", "", "", null);
  }

  private static ProviderHealth heartbeat(String instance, HealthState state, Instant at) {
    return new ProviderHealth("openai", "openai", state, false, at, "", "", instance, null);
  }

  private static ProviderHealth named(String model, Instant until) {
    return new ProviderHealth(
        "openai", "openai", HealthState.DOWN, false, NOON, "overloaded", model, "w1", until);
  }

  private static ProviderHealth target(HealthState state, @Nullable Instant until) {
    return new ProviderHealth(
        "openai", "openai", state, false, NOON, "overloaded", "m", "w1", until);
  }
}
