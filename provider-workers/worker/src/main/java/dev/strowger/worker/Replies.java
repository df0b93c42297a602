package dev.strowger.worker;

import dev.strowger.records.ReplyRecord;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the ingress that waits what has become of a request.
 *
 * @param simulated whether a simulator stands in for the provider
 */
record Replies(Publisher publisher, boolean simulated) {
  private static final Logger log = LoggerFactory.getLogger(Replies.class);

  /**
   * @param result an answer or a failure
   * @param dropped parameters of the client's that the provider did not get
   * @param calls of providers for this request, all steps together
   */
  Future<RecordMetadata> send(Delivery delivery, Object result, List<String> dropped, int calls) {
    ReplyRecord reply =
        new ReplyRecord(
            delivery.requestId(),
            delivery.routed().getPlan().getRoute(),
            delivery.step().getProvider(),
            delivery.step().getModel(),
            calls,
            simulated,
            result,
            dropped,
            "",
            delivery.routed().getPlan().getExplanation());
    try {
      return publisher.reply(delivery, reply);
    } catch (KafkaException e) {
      return CompletableFuture.failedFuture(e);
    }
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
