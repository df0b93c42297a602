package dev.strowger.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.bench.Target.Outcome;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class OpenLoopTest {
  @Test
  void aStallIsSeenByEveryRequestThatWasDueDuringIt() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    Target stallsOnce =
        () -> {
          if (calls.getAndIncrement() == 0) {
            block(Duration.ofMillis(300));
          }
          return CompletableFuture.completedFuture(new Outcome("", "x", System.nanoTime()));
        };

    Measurement measured = OpenLoop.run(new Schedule(1_000, 300), stallsOnce);

    // Measured from the time of sending, only one request would have been slow.
    assertThat(measured.good()).isEqualTo(300);
    assertThat(measured.latency().max()).isGreaterThanOrEqualTo(299_000);
    assertThat(measured.latency().p50()).isGreaterThanOrEqualTo(120_000L);
  }

  private static void block(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }

  @Test
  void goesOnSendingWhileAnswersAreOutstanding() throws Exception {
    AtomicInteger open = new AtomicInteger();
    AtomicInteger mostOpen = new AtomicInteger();
    Target slow =
        () -> {
          mostOpen.accumulateAndGet(open.incrementAndGet(), Math::max);
          return new CompletableFuture<Outcome>()
              .completeOnTimeout(new Outcome("", "x", 1), 200, TimeUnit.MILLISECONDS)
              .whenComplete((_, _) -> open.decrementAndGet());
        };

    Measurement measured = OpenLoop.run(new Schedule(500, 100), slow);

    assertThat(mostOpen).hasValueGreaterThan(40);
    assertThat(measured.latency().p50()).isGreaterThanOrEqualTo(199_000);
    assertThat(measured.elapsed()).isGreaterThanOrEqualTo(Duration.ofMillis(395));
  }

  @Test
  void countsProblemsByKindAndKeepsThemOutOfTheLatencies() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    Target flaky =
        () ->
            CompletableFuture.completedFuture(
                calls.getAndIncrement() % 4 == 0
                    ? Outcome.problem("status 500")
                    : new Outcome("", "p/m", System.nanoTime()));

    Measurement measured = OpenLoop.run(new Schedule(2_000, 40), flaky);

    assertThat(measured.problems()).containsExactly(java.util.Map.entry("status 500", 10L));
    assertThat(measured.served()).containsExactly(java.util.Map.entry("p/m", 30L));
    assertThat(measured.good()).isEqualTo(30);
    assertThat(measured.bad()).isEqualTo(10);
  }
}
