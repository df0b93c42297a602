package dev.strowger.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.topics.InMemorySchemaRegistry;
import dev.strowger.topics.KafkaAccess;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RunningRequestsTest {
  private final AtomicInteger failures = new AtomicInteger();

  @Test
  void aRequestThatCannotBeFailedAtOnceDoesNotHoldUpWhatIsBehindIt() throws Exception {
    assertThat(ends(new Broken(new IllegalStateException("the registry is away"), 2))).isTrue();
    assertThat(failures).hasValue(2);
  }

  @Test
  void theClientIsToldWhateverBroke() throws Exception {
    assertThat(ends(new Broken(new NoClassDefFoundError("a part is missing"), 1))).isTrue();
    assertThat(failures).hasValue(1);
  }

  private static boolean ends(DeliveryWork work) throws Exception {
    CountDownLatch done = new CountDownLatch(1);
    // Nothing is sent: no log is needed.
    KafkaAccess nobody = KafkaAccess.plain("127.0.0.1:1", new InMemorySchemaRegistry());
    try (Publisher publisher = new Publisher(nobody, 1 << 20)) {
      RunningRequests running =
          new RunningRequests("p", work, publisher, TimeSource.system(), limits());

      running.start(
          Requests.delivery(Requests.routed(Requests.request("r").build(), Requests.step("p"))),
          1,
          done::countDown);

      return done.await(20, TimeUnit.SECONDS);
    }
  }

  private final class Broken implements DeliveryWork {
    private final Throwable why;
    private final int triesToFail;

    Broken(Throwable why, int triesToFail) {
      this.why = why;
      this.triesToFail = triesToFail;
    }

    @Override
    public boolean run(Delivery delivery) {
      return broken();
    }

    @Override
    public boolean fail(Delivery delivery) {
      return failures.incrementAndGet() >= triesToFail || broken();
    }

    private boolean broken() {
      if (why instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException(why);
    }

    @Override
    public void stop() {
      // Nothing runs.
    }
  }

  private static WorkerConfig.Limits limits() {
    return new WorkerConfig.Limits(
        8,
        64 << 20,
        1 << 20,
        4 << 20,
        Duration.ofSeconds(2),
        Duration.ofSeconds(1),
        Duration.ofSeconds(2),
        8);
  }
}
