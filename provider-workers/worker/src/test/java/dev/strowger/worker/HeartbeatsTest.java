package dev.strowger.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.records.HealthState;
import dev.strowger.records.ProviderHealth;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class HeartbeatsTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final List<ProviderHealth> told = new ArrayList<>();
  private final TimeSource time = new TimeSource(Clock.fixed(NOW, ZoneOffset.UTC), () -> 0);
  private final PoolPulse pulse = new PoolPulse(List.of("a", "b"), "me", () -> 0);

  @Test
  void tellsOfEveryPoolWhoServesItAndWhen() {
    try (Heartbeats heartbeats = heartbeats()) {
      heartbeats.beat();

      assertThat(told)
          .containsExactly(beat("a", "me", HealthState.UP), beat("b", "me", HealthState.UP));
    }
  }

  @Test
  void aStopTellsTheRouterOfPoolsThatNobodyElseServes() {
    pulse.heard(beat("b", "you", HealthState.UP));

    heartbeats().close();

    assertThat(told).hasSize(1);
    assertThat(told.getFirst().getProvider()).isEqualTo("a");
    assertThat(told.getFirst().getState()).isEqualTo(HealthState.DOWN);
    assertThat(told.getFirst().getUntil()).isNull();
  }

  @Test
  void aHeartbeatThatFailsKeepsNoOtherBack() {
    Heartbeats heartbeats =
        new Heartbeats(
            List.of(beat("a", "me", HealthState.UP), beat("b", "me", HealthState.UP)),
            beat -> {
              if (beat.getProvider().equals("a")) {
                throw new IllegalStateException("closed");
              }
              told.add(beat);
            },
            pulse,
            time);

    heartbeats.beat();

    assertThat(told).extracting(ProviderHealth::getProvider).containsExactly("b");
  }

  @Test
  void aLogThatIsAwayDoesNotHoldUpAStop() {
    CountDownLatch never = new CountDownLatch(1);
    Heartbeats heartbeats =
        new Heartbeats(
            List.of(beat("a", "me", HealthState.UP)),
            beat -> {
              try {
                never.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            pulse,
            time);
    long start = System.nanoTime();

    heartbeats.close();

    assertThat(System.nanoTime() - start).isLessThan(5_000_000_000L);
  }

  private Heartbeats heartbeats() {
    return new Heartbeats(
        List.of(
            ProviderHealth.newBuilder(beat("a", "me", HealthState.UP)).setAt(Instant.EPOCH).build(),
            ProviderHealth.newBuilder(beat("b", "me", HealthState.UP))
                .setAt(Instant.EPOCH)
                .build()),
        told::add,
        pulse,
        time);
  }

  private static ProviderHealth beat(String pool, String instance, HealthState state) {
    return ProviderHealth.newBuilder()
        .setProvider(pool)
        .setDialect("openai")
        .setState(state)
        .setAt(NOW)
        .setInstance(instance)
        .build();
  }
}
