package dev.strowger.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.topics.InMemorySchemaRegistry;
import dev.strowger.topics.KafkaAccess;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AnswerKeeperTest {
  /** Without metadata sending alone would wait for twice as long. */
  @Test
  void aLogThatIsAwayHoldsUpAnAnswerForABoundedTimeOnly() throws Exception {
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    KafkaAccess nobody = KafkaAccess.plain("127.0.0.1:1", new InMemorySchemaRegistry());
    try (Publisher publisher = new Publisher(nobody, 1 << 20)) {
      AnswerKeeper keeper =
          new AnswerKeeper(publisher, TimeSource.system(), new PoolMetrics(meters, "one"));
      Delivery delivery =
          Requests.delivery(
              Requests.routed(
                  Requests.request("req_1").setStore(true).build(), Requests.step("one")));
      long began = System.nanoTime();

      keeper.keep(delivery, Optional.of(new byte[] {'{', '}'}));

      assertThat(Duration.ofNanos(System.nanoTime() - began))
          .isLessThan(AnswerKeeper.PATIENCE.plusSeconds(3));
      assertThat(meters.get("strowger.answers.not_kept").counter().count()).isEqualTo(1);
    }
  }
}
