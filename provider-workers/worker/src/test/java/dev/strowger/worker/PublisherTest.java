package dev.strowger.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.dialects.FailureKind;
import dev.strowger.records.AuditTerms;
import dev.strowger.records.Outcome;
import dev.strowger.topics.InMemorySchemaRegistry;
import dev.strowger.topics.KafkaAccess;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PublisherTest {
  @Test
  void anEndWhoseContentsAreNotInTheLogIsNotClaimedByAProcessThatStops() throws Exception {
    KafkaAccess nobody = KafkaAccess.plain("127.0.0.1:1", new InMemorySchemaRegistry());
    Publisher publisher = new Publisher(nobody, 1 << 20);
    Delivery delivery =
        Requests.delivery(
            Requests.planned(
                Requests.routed(Requests.request("req_1").build(), Requests.step("one")),
                plan -> plan.setAudit(new AuditTerms("full", "full"))));
    CompletableFuture<Throwable> thrown = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                publisher.event(
                    delivery,
                    new Events(TimeSource.system(), () -> "n")
                        .untried(delivery, Outcome.FAILED, FailureKind.PROVIDER_ERROR.label(), ""));
                thrown.complete(new AssertionError("an end to be claimed"));
              } catch (InterruptedException | RuntimeException e) {
                thrown.complete(e);
              }
            });

    publisher.close();

    assertThat(thrown.get(30, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
  }
}
