package dev.strowger.worker.cache;

import dev.strowger.records.BodyEncoding;
import dev.strowger.records.CacheRecord;
import dev.strowger.records.CacheTerms;
import dev.strowger.records.ReplyAddress;
import dev.strowger.records.RequestFacts;
import dev.strowger.records.RequestRecord;
import dev.strowger.records.Usage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/** Requests, and answers to them, for tests. */
final class Kept {
  static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");
  static final String SPACE = "space-1";

  private Kept() {}

  static RequestRecord.Builder request(String body) {
    return RequestRecord.newBuilder()
        .setRequestId("r")
        .setTenant("team-a")
        .setCredentialId("key")
        .setOperation("chat")
        .setModel("gpt")
        .setStream(false)
        .setReceivedAt(NOW)
        .setReceivedAtUs(0)
        .setDeadline(NOW.plusSeconds(60))
        .setFacts(RequestFacts.newBuilder().build())
        .setReplyTo(new ReplyAddress("door", "replies", "http://127.0.0.1:1"))
        .setBodyEncoding(BodyEncoding.IDENTITY)
        .setBody(ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8)));
  }

  static RequestRecord.Builder saying(String words) {
    return request(
        "{\"model\":\"gpt\",\"messages\":[{\"role\":\"system\",\"content\":\"Be brief.\"},"
            + "{\"role\":\"user\",\"content\":\""
            + words
            + "\"}]}");
  }

  static RequestRecord pointing(RequestRecord.Builder request, int... direction) {
    return request
        .setFacts(RequestFacts.newBuilder().setEmbedding(embedding(direction)).build())
        .build();
  }

  static ByteBuffer embedding(int... direction) {
    ByteBuffer bytes = ByteBuffer.allocate(direction.length);
    for (int value : direction) {
      bytes.put((byte) value);
    }
    return bytes.flip();
  }

  static Question question(RequestRecord request) {
    return Question.of(request, SPACE).orElseThrow();
  }

  static CacheTerms.Builder terms() {
    return CacheTerms.newBuilder()
        .setTtlMs(60_000)
        .setSpace(SPACE)
        .setThreshold(0.9)
        .setAllowed(List.of("openai/gpt-4o"));
  }

  /** An answer to this request. */
  static CacheRecord.Builder answer(RequestRecord request, String text) {
    ByteBuffer embedding = request.getFacts().getEmbedding();
    return CacheRecord.newBuilder()
        .setTenant(request.getTenant())
        .setSpace(SPACE)
        .setRoute("chat")
        .setProvider("openai")
        .setModel("gpt-4o")
        .setAt(NOW)
        .setExpiresAt(NOW.plusSeconds(60))
        .setApi(request.getApi())
        .setEvents(request.getStream())
        .setBody(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)))
        .setUsage(Usage.newBuilder().build())
        .setEmbedding(embedding)
        .setContext(embedding == null ? "" : question(request).context());
  }

  static Asked asked(RequestRecord request, CacheTerms terms) {
    return Asked.of(request, question(request), terms, NOW);
  }

  static String text(Found found) {
    return switch (found) {
      case Found.Nothing() -> "";
      case Found.Kept(CacheRecord answer, var likeness) ->
          likeness.label() + ": " + StandardCharsets.UTF_8.decode(answer.getBody().duplicate());
    };
  }
}
