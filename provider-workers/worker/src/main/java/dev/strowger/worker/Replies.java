package dev.strowger.worker;

import dev.strowger.records.Failure;
import dev.strowger.records.ReplyRecord;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the ingress that waits what came of a request. */
final class Replies {
  static final String INTERNAL_ERROR = "the gateway failed to work on this request";

  private static final Logger log = LoggerFactory.getLogger(Replies.class);

  private final Publisher publisher;
  private final boolean simulated;

  Replies(Publisher publisher, boolean simulated) {
    this.publisher = publisher;
    this.simulated = simulated;
  }

  /**
   * @param result an Answer or a Failure
   * @param dropped parameters of the client's that the provider did not get
   */
  Future<RecordMetadata> send(Delivery delivery, Object result, List<String> dropped) {
    ReplyRecord reply =
        new ReplyRecord(
            delivery.requestId(),
            delivery.routed().getPlan().getRoute(),
            delivery.step().getProvider(),
            delivery.step().getModel(),
            delivery.calls() + 1,
            simulated,
            result,
            dropped);
    try {
      return publisher.reply(delivery, reply);
    } catch (KafkaException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  Future<RecordMetadata> internalError(Delivery delivery) {
    return send(
        delivery,
        new Failure(500, "server_error", "internal_error", null, INTERNAL_ERROR, null),
        List.of());
  }

  /** A reply that cannot be delivered has no reader: its ingress and topic are gone. */
  static void await(Delivery delivery, Future<RecordMetadata> reply) throws InterruptedException {
    try {
      reply.get();
    } catch (ExecutionException e) {
      log.atWarn()
          .addKeyValue("requestId", delivery.requestId())
          .setCause(e.getCause())
          .log("reply not delivered");
    }
  }
}
