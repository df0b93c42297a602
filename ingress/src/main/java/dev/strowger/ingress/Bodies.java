package dev.strowger.ingress;

import dev.strowger.records.Answer;
import dev.strowger.records.RequestFacts;
import dev.strowger.records.RequestRecord;
import dev.strowger.records.ResponseRecord;
import dev.strowger.sealing.SealedException;
import dev.strowger.sealing.Sealing;
import dev.strowger.topics.Body;
import io.vertx.core.WorkerExecutor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Seals what goes to the log, and opens what comes from it. */
final class Bodies {
  private static final Logger log = LoggerFactory.getLogger(Bodies.class);

  private final Sealing sealing;
  private final WorkerExecutor workers;

  /**
   * @param workers for what may have to ask for keys
   */
  Bodies(Sealing sealing, WorkerExecutor workers) {
    this.sealing = sealing;
    this.workers = workers;
  }

  /**
   * Seals at once where that is a matter of microseconds, else aside of the event loop.
   *
   * @param then told once, on the visit's context, unless the body cannot be sealed
   * @param refused told else
   */
  void seal(
      Visit visit,
      RequestRecord plain,
      Consumer<RequestRecord> then,
      Consumer<OpenAiError> refused) {
    boolean small = plain.getBody().remaining() < Body.PACK_FROM_BYTES;
    if (small && sealing.ready(plain.getTenant(), dataClass(plain.getFacts()))) {
      RequestRecord sealed;
      try {
        sealed = seal(plain);
      } catch (SealedException e) {
        refused.accept(refusal(visit, e));
        return;
      }
      then.accept(sealed);
      return;
    }
    workers
        .executeBlocking(() -> seal(plain), false)
        .onSuccess(then::accept)
        .onFailure(cause -> refused.accept(refusal(visit, cause)));
  }

  /** The body, and whatever else tells of it. */
  RequestRecord seal(RequestRecord plain) {
    if (!sealing.on()) {
      return plain;
    }
    String tenant = plain.getTenant();
    RequestFacts facts = plain.getFacts();
    String dataClass = dataClass(facts);
    ByteBuffer direction = facts.getEmbedding();
    return RequestRecord.newBuilder(plain)
        .setBody(seal(tenant, dataClass, plain.getBody()))
        .setBodyHash(sealing.keyed(tenant, plain.getBodyHash()))
        .setFacts(
            RequestFacts.newBuilder(facts)
                .setEmbedding(direction == null ? null : seal(tenant, dataClass, direction))
                .setConversation(sealing.keyed(tenant, facts.getConversation()))
                .build())
        .build();
  }

  /** Whether {@link #open} does not wait for a key. */
  boolean readyToOpen(Answer answer) {
    return sealing.readyToOpen(bytes(answer.getBody()));
  }

  /**
   * @throws SealedException if it cannot be opened
   */
  Body open(String tenant, Answer answer) {
    return new Body(answer.getBodyEncoding(), open(tenant, answer.getBody()));
  }

  /** Waits for a key if need be. */
  Sought<ResponseRecord> open(ResponseRecord kept) {
    String tenant = kept.getTenant();
    try {
      return new Sought.Found<>(
          ResponseRecord.newBuilder(kept)
              .setRequest(open(tenant, kept.getRequest()))
              .setResponse(open(tenant, kept.getResponse()))
              .build());
    } catch (SealedException e) {
      return new Sought.Refused<>(refusal(kept.getResponseId(), e));
    }
  }

  /** What a client is told. */
  static OpenAiError refusal(Visit visit, Throwable cause) {
    return refusal(visit.requestId(), cause);
  }

  private static OpenAiError refusal(String id, Throwable cause) {
    log.atWarn()
        .addKeyValue("requestId", id)
        .addKeyValue("reason", String.valueOf(cause.getMessage()))
        .log("a body could not be sealed or opened");
    return cause instanceof SealedException sealed
        ? switch (sealed.reason()) {
          case KEY_GONE -> Refusals.erased();
          case KMS_UNREACHABLE -> Refusals.keysUnavailable();
          case DAMAGED -> Refusals.internal();
        }
        : Refusals.internal();
  }

  private String dataClass(RequestFacts facts) {
    List<String> classes = new ArrayList<>(facts.getDetectedClasses());
    classes.add(facts.getDataClass());
    return sealing.dataClass(classes);
  }

  private ByteBuffer seal(String tenant, String dataClass, ByteBuffer plain) {
    return ByteBuffer.wrap(sealing.seal(tenant, dataClass, bytes(plain)));
  }

  private ByteBuffer open(String tenant, ByteBuffer sealed) {
    return ByteBuffer.wrap(sealing.open(tenant, bytes(sealed)));
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }
}
