package dev.strowger.worker;

import dev.strowger.records.Answer;
import dev.strowger.records.CacheRecord;
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
    return send(
        delivery,
        new ReplyRecord(
            delivery.requestId(),
            delivery.routed().getPlan().getRoute(),
            delivery.step().getProvider(),
            delivery.step().getModel(),
            calls,
            simulated,
            result,
            dropped,
            CacheStep.word(delivery),
            delivery.routed().getPlan().getExplanation(),
            delivery.routed().getPlan().getRateLimits()));
  }

  /**
   * An answer that was made for another request: nobody was called for this one.
   *
   * @param delivery as if the maker were its step
   * @param likeness of the two requests
   */
  Future<RecordMetadata> kept(
      Delivery delivery, Answer answer, CacheRecord record, String likeness) {
    return send(
        delivery,
        new ReplyRecord(
            delivery.requestId(),
            delivery.routed().getPlan().getRoute(),
            record.getProvider(),
            record.getModel(),
            0,
            record.getSimulated(),
            answer,
            record.getDropped(),
            likeness,
            delivery.routed().getPlan().getExplanation(),
            delivery.routed().getPlan().getRateLimits()));
  }

  private Future<RecordMetadata> send(Delivery delivery, ReplyRecord reply) {
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
