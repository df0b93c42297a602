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
    CountDownLatch done = new CountDownLatch(1);
    // Nothing is sent: no log is needed.
    KafkaAccess nobody = KafkaAccess.plain("127.0.0.1:1", new InMemorySchemaRegistry());
    try (Publisher publisher = new Publisher(nobody, 1 << 20)) {
      RunningRequests running =
          new RunningRequests("p", new Broken(), publisher, TimeSource.system(), limits());

      running.start(
          Requests.delivery(Requests.routed(Requests.request("r").build(), Requests.step("p"))),
          1,
          done::countDown);

      assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
      assertThat(failures).hasValue(2);
    }
  }

  private final class Broken implements DeliveryWork {
    @Override
    public boolean run(Delivery delivery) {
      throw new IllegalStateException("the registry is away");
    }

    @Override
    public boolean fail(Delivery delivery) {
      if (failures.incrementAndGet() == 1) {
        throw new IllegalStateException("the registry is away");
      }
      return true;
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
