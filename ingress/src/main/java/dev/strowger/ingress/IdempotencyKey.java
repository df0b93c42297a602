package dev.strowger.ingress;

import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * What a client names one piece of work with, so that it may ask for it again without having it
 * done again. Source: the IETF's draft "The Idempotency-Key HTTP Header Field".
 */
record IdempotencyKey(String text) {
  static final String HEADER = "idempotency-key";
  static final int MAX_CHARS = 255;

  /** What a request's header says. */
  sealed interface Said {
    record Nothing() implements Said {}

    record Key(IdempotencyKey key) implements Said {}

    record Unusable() implements Said {}
  }

  static Said of(HttpServerRequest request) {
    List<String> all = request.headers().getAll(HEADER);
    if (all.isEmpty()) {
      return new Said.Nothing();
    }
    String text = all.getFirst();
    boolean usable =
        all.size() == 1
            && !text.isEmpty()
            && text.length() <= MAX_CHARS
            && text.chars().allMatch(c -> c > ' ' && c < 0x7F);
    return usable ? new Said.Key(new IdempotencyKey(text)) : new Said.Unusable();
  }

  /** As it stands in records: the same key of another tenant or for another API is another. */
  String hash(String tenant, Endpoint endpoint) {
    String whole = tenant + "\n" + endpoint.api() + "\n" + text;
    return sha256(whole.getBytes(StandardCharsets.UTF_8));
  }

  /** Of a body as the client sent it; empty without a key. Some ms for megabytes. */
  static String bodyHash(Optional<IdempotencyKey> key, byte[] body) {
    return key.isPresent() ? sha256(body) : "";
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
