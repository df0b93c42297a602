package dev.strowger.worker;

import dev.strowger.records.BodyEncoding;
import dev.strowger.records.RequestRecord;
import dev.strowger.records.ResponseRecord;
import dev.strowger.sealing.SealedException;
import dev.strowger.topics.Body;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps answers that a later call may refer to, or that a repeat of the same call gets. An answer
 * is in the log before the client has the end of it, so that whoever knows its id can refer to it.
 * One that cannot be kept is delivered all the same: it is paid for, and the client may never refer
 * to it.
 */
final class AnswerKeeper {
  private static final Logger log = LoggerFactory.getLogger(AnswerKeeper.class);

  /** How long a client waits for its answer to be kept. */
  static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final String REQUEST_PREFIX = "req_";
  private static final String RESPONSE_PREFIX = "resp_";

  private final Publisher publisher;
  private final TimeSource time;
  private final PoolMetrics metrics;

  AnswerKeeper(Publisher publisher, TimeSource time, PoolMetrics metrics) {
    this.publisher = publisher;
    this.time = time;
    this.metrics = metrics;
  }

  /** What auditors keep of answers. */
  AuditKeeper audit() {
    return publisher.audit();
  }

  /**
   * Does nothing for a request whose answer is not to be kept.
   *
   * @param answer the whole answer as one object; empty if there is none
   */
  void keep(Delivery delivery, Optional<byte[]> answer) throws InterruptedException {
    if (!delivery.request().getStore()) {
      return;
    }
    if (answer.isEmpty()) {
      failed(delivery, new IllegalStateException("there is no whole answer"));
      return;
    }
    // Sending alone may wait for metadata, longer than the client has patience.
    FutureTask<RecordMetadata> writing =
        new FutureTask<>(
            () -> publisher.response(delivery, record(delivery.request(), answer.get())).get());
    Thread.ofVirtual().name("keep-" + delivery.requestId()).start(writing);
    try {
      writing.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      failed(delivery, cause(e));
    } catch (TimeoutException e) {
      failed(delivery, new TimeoutException("not acknowledged within " + PATIENCE));
    }
  }

  /**
   * Keeps what the client of a request with an Idempotency-Key gets, until the log has it: who
   * claims the request to be answered promises that its answer is kept. One that is only to be
   * compared is sent without waiting: no client's answer is held up for that.
   *
   * @return false if this process stops and the log does not have it
   */
  boolean keepForRepeats(Delivery delivery, KeptAnswer answer) throws InterruptedException {
    if (!delivery.keyed()) {
      if (delivery.routed().getPlan().getKeepAnswer()) {
        compare(delivery, answer);
      }
      return true;
    }
    Optional<ProducerRecord<String, byte[]>> kept =
        publisher.sealed(delivery, () -> publisher.kept(delivery, record(delivery, answer)));
    return kept.isEmpty() || publisher.surely(List.of(kept.get()));
  }

  private void compare(Delivery delivery, KeptAnswer answer) {
    try {
      publisher.attempt(publisher.kept(delivery, record(delivery, answer)));
    } catch (SealedException e) {
      log.atWarn()
          .addKeyValue("requestId", delivery.requestId())
          .addKeyValue("reason", e.getMessage())
          .log("an answer cannot be sealed: it is not compared with others");
    }
  }

  private ResponseRecord record(Delivery delivery, KeptAnswer answer) {
    RequestRecord request = delivery.request();
    Body packed = Body.pack(answer.bytes());
    return ResponseRecord.newBuilder()
        .setResponseId(request.getRequestId())
        .setTenant(request.getTenant())
        .setCredentialId(request.getCredentialId())
        .setAt(time.now())
        .setRequestEncoding(BodyEncoding.IDENTITY)
        .setRequest(ByteBuffer.allocate(0))
        .setResponseEncoding(packed.encoding())
        .setResponse(packed.bytes())
        .setEvents(answer.events())
        .setProvider(delivery.step().getProvider())
        .setModel(delivery.step().getModel())
        .setRoute(delivery.routed().getPlan().getRoute())
        .setSimulated(answer.simulated())
        .setDropped(answer.dropped())
        .build();
  }

  private static Throwable cause(Throwable failure) {
    Throwable cause = failure;
    while (cause instanceof ExecutionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  /** {@code resp_x} for the request {@code req_x}. */
  static String responseId(String requestId) {
    return RESPONSE_PREFIX
        + (requestId.startsWith(REQUEST_PREFIX)
            ? requestId.substring(REQUEST_PREFIX.length())
            : requestId);
  }

  private ResponseRecord record(RequestRecord request, byte[] answer) {
    Body packed = Body.pack(answer);
    return new ResponseRecord(
        responseId(request.getRequestId()),
        request.getTenant(),
        request.getCredentialId(),
        time.now(),
        request.getBodyEncoding(),
        request.getBody(),
        packed.encoding(),
        packed.bytes(),
        false,
        "",
        "",
        "",
        false,
        List.of());
  }

  private void failed(Delivery delivery, Throwable why) {
    metrics.notKept();
    log.atError()
        .addKeyValue("requestId", delivery.requestId())
        .addKeyValue("reason", why.getClass().getSimpleName() + ": " + why.getMessage())
        .log("an answer was not kept; calls that refer to it will be refused");
  }
}
