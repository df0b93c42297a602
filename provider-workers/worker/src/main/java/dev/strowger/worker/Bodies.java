package dev.strowger.worker;

import dev.strowger.records.Answer;
import dev.strowger.records.CacheRecord;
import dev.strowger.records.CandidateAnswer;
import dev.strowger.records.ReplyRecord;
import dev.strowger.records.RequestFacts;
import dev.strowger.records.RequestRecord;
import dev.strowger.records.ResponseRecord;
import dev.strowger.records.RoutedRecord;
import dev.strowger.records.ShadowResult;
import dev.strowger.sealing.SealedException;
import dev.strowger.sealing.Sealing;
import dev.strowger.worker.cache.Question;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Opens what comes from the log and seals what goes there: between the two, bodies are plain. What
 * is sealed already stays as it is. Sealing waits a while for a KMS that is away: an answer is paid
 * for.
 */
final class Bodies {
  static final int MOST_TRIES = 6;

  private static final long FIRST_PAUSE_MS = 100;

  private final Sealing sealing;

  Bodies(Sealing sealing) {
    this.sealing = sealing;
  }

  RoutedRecord open(RoutedRecord sealed) {
    if (!sealing.on() && !Sealing.isSealed(bytes(sealed.getRequest().getBody()))) {
      return sealed;
    }
    CandidateAnswer candidate = sealed.getCandidate();
    String tenant = sealed.getRequest().getTenant();
    return with(
        sealed,
        open(sealed.getRequest()),
        candidate == null
            ? null
            : CandidateAnswer.newBuilder(candidate)
                .setBody(open(tenant, candidate.getBody()))
                .build());
  }

  /** A builder would copy all of it first. */
  private static RoutedRecord with(
      RoutedRecord routed, RequestRecord request, @Nullable CandidateAnswer candidate) {
    return new RoutedRecord(
        request,
        routed.getPlan(),
        routed.getStep(),
        routed.getPath(),
        routed.getResume(),
        routed.getRival(),
        candidate);
  }

  RequestRecord open(RequestRecord sealed) {
    String tenant = sealed.getTenant();
    return RequestRecord.newBuilder(sealed)
        .setBody(open(tenant, sealed.getBody()))
        .setFacts(
            RequestFacts.newBuilder(sealed.getFacts())
                .setEmbedding(openNullable(tenant, sealed.getFacts().getEmbedding()))
                .build())
        .build();
  }

  CacheRecord open(CacheRecord sealed) {
    return CacheRecord.newBuilder(sealed)
        .setBody(open(sealed.getTenant(), sealed.getBody()))
        .build();
  }

  /** The answer itself stays sealed until it is given; without its direction if that is gone. */
  CacheRecord openDirection(CacheRecord sealed) {
    ByteBuffer direction;
    try {
      direction = openNullable(sealed.getTenant(), sealed.getEmbedding());
    } catch (SealedException e) {
      direction = null;
    }
    return CacheRecord.newBuilder(sealed).setEmbedding(direction).build();
  }

  RoutedRecord seal(RoutedRecord plain) {
    if (!sealing.on()) {
      return plain;
    }
    RequestRecord request = plain.getRequest();
    CandidateAnswer candidate = plain.getCandidate();
    RequestFacts facts = request.getFacts();
    return with(
        plain,
        RequestRecord.newBuilder(request)
            .setBody(seal(request, request.getBody()))
            .setFacts(
                RequestFacts.newBuilder(facts)
                    .setEmbedding(sealNullable(request, facts.getEmbedding()))
                    .build())
            .build(),
        candidate == null
            ? null
            : CandidateAnswer.newBuilder(candidate)
                .setBody(seal(request, candidate.getBody()))
                .build());
  }

  ReplyRecord seal(RequestRecord request, ReplyRecord plain) {
    return sealing.on() && plain.getResult() instanceof Answer answer
        ? ReplyRecord.newBuilder(plain)
            .setResult(new Answer(answer.getBodyEncoding(), seal(request, answer.getBody())))
            .build()
        : plain;
  }

  ResponseRecord seal(RequestRecord request, ResponseRecord plain) {
    return sealing.on()
        ? ResponseRecord.newBuilder(plain)
            .setRequest(seal(request, plain.getRequest()))
            .setResponse(seal(request, plain.getResponse()))
            .build()
        : plain;
  }

  CacheRecord seal(RequestRecord request, CacheRecord plain) {
    return sealing.on()
        ? CacheRecord.newBuilder(plain)
            .setBody(seal(request, plain.getBody()))
            .setEmbedding(sealNullable(request, plain.getEmbedding()))
            .build()
        : plain;
  }

  ShadowResult seal(RequestRecord request, ShadowResult plain) {
    return sealing.on()
        ? ShadowResult.newBuilder(plain).setBody(sealNullable(request, plain.getBody())).build()
        : plain;
  }

  /**
   * Any other bytes that go to the log for a request, e.g. what the audit trail keeps of it.
   *
   * @throws SealedException KMS_UNREACHABLE, after some seconds
   */
  ByteBuffer seal(RequestRecord request, ByteBuffer plain) {
    byte[] bytes = bytes(plain);
    if (bytes.length == 0 || Sealing.isSealed(bytes)) {
      return plain;
    }
    String tenant = request.getTenant();
    String dataClass = dataClass(request.getFacts());
    for (int i = 1; ; i++) {
      try {
        return ByteBuffer.wrap(sealing.seal(tenant, dataClass, bytes));
      } catch (SealedException e) {
        if (!e.passing() || i >= MOST_TRIES || Thread.currentThread().isInterrupted()) {
          throw e;
        }
      }
      pause(FIRST_PAUSE_MS << (i - 1));
    }
  }

  /** Keys of the cache that tell nobody what was asked. */
  Question keyed(String tenant, Question question) {
    return sealing.on()
        ? new Question(
            sealing.keyed(tenant, question.key()), sealing.keyed(tenant, question.context()))
        : question;
  }

  private String dataClass(RequestFacts facts) {
    List<String> classes = new ArrayList<>(facts.getDetectedClasses());
    classes.add(facts.getDataClass());
    return sealing.dataClass(classes);
  }

  private static void pause(long ms) {
    try {
      Thread.sleep(ms);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private @Nullable ByteBuffer sealNullable(RequestRecord request, @Nullable ByteBuffer plain) {
    return plain == null ? null : seal(request, plain);
  }

  private @Nullable ByteBuffer openNullable(String tenant, @Nullable ByteBuffer sealed) {
    return sealed == null ? null : open(tenant, sealed);
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
