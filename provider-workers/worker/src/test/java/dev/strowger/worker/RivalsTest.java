package dev.strowger.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.dialects.FailureKind;
import dev.strowger.dialects.Fault;
import dev.strowger.records.PathStep;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class RivalsTest {
  private long now;
  private final Rivals rivals = new Rivals(new TimeSource(Clock.systemUTC(), () -> now), 2);

  @Test
  void whatDidNotRunHereHasNoEnd() throws Exception {
    assertThat(rivals.await(delivery("r"))).isEmpty();
  }

  @Test
  void aRequestWaitsForTheRivalThatRuns() throws Exception {
    assertThat(rivals.begin(delivery("r"))).isTrue();
    CompletableFuture<RivalEnd> waiting = new CompletableFuture<>();
    Thread thread =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    waiting.complete(rivals.await(delivery("r")).orElseThrow());
                  } catch (InterruptedException e) {
                    waiting.completeExceptionally(e);
                  }
                });

    rivals.end(delivery("r"), failed());

    assertThat(waiting.get()).isEqualTo(failed());
    thread.join();
  }

  @Test
  void theSameRivalDoesNotRunTwice() {
    rivals.begin(delivery("r"));
    assertThat(rivals.begin(delivery("r"))).isFalse();

    rivals.end(delivery("r"), new RivalEnd.Settled());

    assertThat(rivals.begin(delivery("r"))).isFalse();
  }

  @Test
  void anEndIsRememberedForAMinute() throws Exception {
    rivals.begin(delivery("r"));
    rivals.end(delivery("r"), failed());
    now += Duration.ofSeconds(60).toNanos();
    assertThat(rivals.await(delivery("r"))).contains(failed());

    now += 1;

    assertThat(rivals.await(delivery("r"))).isEmpty();
  }

  @Test
  void oneThatWasGivenUpIsAsIfItHadNotRun() throws Exception {
    rivals.begin(delivery("r"));

    rivals.end(delivery("r"), new RivalEnd.Gone());

    assertThat(rivals.await(delivery("r"))).isEmpty();
  }

  @Test
  void remembersABoundedNumber() throws Exception {
    for (String id : new String[] {"a", "b", "c"}) {
      rivals.begin(delivery(id));
      rivals.end(delivery(id), failed());
    }

    assertThat(rivals.await(delivery("a"))).isEmpty();
    assertThat(rivals.await(delivery("c"))).isPresent();
  }

  private static RivalEnd failed() {
    return new RivalEnd.Failed(
        List.of(new PathStep("p", "m", "overloaded", "", 1L, null, 0L)),
        Fault.of(FailureKind.OVERLOADED, "busy"));
  }

  private static Delivery delivery(String id) {
    return Requests.delivery(
        Requests.routed(Requests.request(id).build(), Requests.step("one"), Requests.step("two")));
  }
}
