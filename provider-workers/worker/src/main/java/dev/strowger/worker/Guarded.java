package dev.strowger.worker;

import dev.strowger.records.Failure;
import dev.strowger.records.Outcome;
import java.util.List;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts a shield before each delivery that is worked on, whatever is done for it: a look into the
 * cache, calls of providers, of judges. One that may not be asked is refused here.
 */
final class Guarded implements DeliveryWork {
  /** As {@code failure} of the terminal event. */
  static final String FAILURE = "guardrail";

  static final String CODE = "content_policy_violation";

  private static final Logger log = LoggerFactory.getLogger(Guarded.class);

  private final DeliveryWork work;
  private final Shields shields;
  private final Books books;

  Guarded(DeliveryWork work, Shields shields, Books books) {
    this.work = work;
    this.shields = shields;
    this.books = books;
  }

  @Override
  public boolean run(Delivery delivery) throws InterruptedException {
    Shield shield = shields.of(delivery);
    delivery.candidate().ifPresent(candidate -> shield.add(candidate.getFindings()));
    Delivery shielded = delivery.shielded(shield);
    return shield.refusal().isPresent()
        ? refuse(shielded, shield.refusal().get())
        : work.run(shielded);
  }

  private boolean refuse(Delivery delivery, String message) throws InterruptedException {
    log.atInfo()
        .addKeyValue("requestId", delivery.requestId())
        .addKeyValue("findings", delivery.shield().findings())
        .log("refused by a guardrail");
    Failure failure = new Failure(400, "invalid_request_error", CODE, null, message, null);
    Publisher publisher = books.publisher();
    Future<RecordMetadata> reply =
        new Replies(publisher, false).send(delivery, failure, List.of(), delivery.calls());
    boolean claimed =
        publisher.surely(
            List.of(
                publisher.event(
                    delivery,
                    books.events().untried(delivery, Outcome.REFUSED, FAILURE, message))));
    Replies.await(delivery, reply);
    return claimed;
  }

  @Override
  public boolean fail(Delivery delivery) throws InterruptedException {
    return work.fail(delivery);
  }

  @Override
  public void stop() {
    work.stop();
  }
}
