package dev.strowger.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.records.HealthState;
import dev.strowger.records.ProviderHealth;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PoolPulseTest {
  private long now;
  private final PoolPulse pulse = new PoolPulse(List.of("mine", "other"), "me", () -> now);

  @Test
  void aPoolThatIsNeverHeardIsSilentAfterSixSecondsOfOurOwnHeartbeats() {
    passWithOwnBeats(6);
    assertThat(pulse.silent()).isEmpty();

    passWithOwnBeats(1);

    assertThat(pulse.silent()).containsExactly("other");
  }

  @Test
  void aHeartbeatEndsTheSilence() {
    passWithOwnBeats(8);

    pulse.heard(beat("other", "w", HealthState.UP));

    assertThat(pulse.silent()).isEmpty();
  }

  @Test
  void nobodyIsSilentWhileTheLogIsAway() {
    pulse.heard(beat("other", "w", HealthState.UP));
    passWithOwnBeats(3);

    pass(60);

    assertThat(pulse.silent()).isEmpty();
    passWithOwnBeats(5);
    assertThat(pulse.silent()).as("others may take as long to come back as we did").isEmpty();
    passWithOwnBeats(2);
    assertThat(pulse.silent()).containsExactly("other");
  }

  @Test
  void aTargetsHealthIsNoHeartbeat() {
    passWithOwnBeats(5);
    pulse.heard(
        ProviderHealth.newBuilder(beat("other", "w", HealthState.UP)).setModel("m").build());

    passWithOwnBeats(3);

    assertThat(pulse.silent()).containsExactly("other");
  }

  @Test
  void knowsWhetherAnotherProcessServesAPool() {
    assertThat(pulse.othersServe("mine")).isFalse();
    pulse.heard(beat("mine", "me", HealthState.UP));
    assertThat(pulse.othersServe("mine")).isFalse();

    pulse.heard(beat("mine", "you", HealthState.UP));

    assertThat(pulse.othersServe("mine")).isTrue();
    pulse.heard(beat("mine", "you", HealthState.DOWN));
    assertThat(pulse.othersServe("mine")).isFalse();
    pulse.heard(beat("mine", "you", HealthState.UP));
    pass(7);
    assertThat(pulse.othersServe("mine")).isFalse();
  }

  private void passWithOwnBeats(int seconds) {
    for (int i = 0; i < seconds; i++) {
      pulse.heard(beat("mine", "me", HealthState.UP));
      pass(1);
    }
    pulse.heard(beat("mine", "me", HealthState.UP));
  }

  private void pass(int seconds) {
    now += Duration.ofSeconds(seconds).toNanos();
  }

  private static ProviderHealth beat(String pool, String instance, HealthState state) {
    return ProviderHealth.newBuilder()
        .setProvider(pool)
        .setDialect("openai")
        .setState(state)
        .setAt(Instant.EPOCH)
        .setInstance(instance)
        .build();
  }
}
