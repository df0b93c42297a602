package dev.strowger.ingress;

import dev.strowger.records.CredentialRecord;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Tells whose key a request bears. Keys are known by their SHA-256 only. */
final class Authenticator {
  private static final String SCHEME = "Bearer ";
  private static final int MAX_KEY_CHARS = 512;

  private final Clock clock;

  /** As many as operators have issued; filled from the credentials topic. */
  private final Map<String, CredentialRecord> byHash = new ConcurrentHashMap<>();

  /** What became of a request's key. */
  sealed interface Verdict {
    record Known(CredentialRecord credential) implements Verdict {}

    record Refused(OpenAiError error) implements Verdict {}
  }

  Authenticator(Clock clock) {
    this.clock = clock;
  }

  /** A change in the credentials topic; null deletes. */
  void changed(String keyHash, @Nullable CredentialRecord credential) {
    if (credential == null) {
      byHash.remove(keyHash);
    } else {
      byHash.put(keyHash, credential);
    }
  }

  /**
   * The key of a request: {@code Authorization: Bearer}, or {@code x-api-key} as Anthropic's SDKs
   * send it.
   */
  Verdict check(HttpServerRequest request) {
    String authorization = request.getHeader("authorization");
    String key = request.getHeader("x-api-key");
    return check(authorization == null && key != null ? SCHEME + key : authorization);
  }

  Verdict check(@Nullable String authorization) {
    if (authorization == null
        || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return new Verdict.Refused(Refusals.noKey());
    }
    String key = authorization.substring(SCHEME.length()).strip();
    if (key.isEmpty()) {
      return new Verdict.Refused(Refusals.noKey());
    }
    CredentialRecord credential = key.length() > MAX_KEY_CHARS ? null : byHash.get(hash(key));
    if (credential == null) {
      return new Verdict.Refused(Refusals.wrongKey());
    }
    if (credential.getRevoked()) {
      return new Verdict.Refused(Refusals.revokedKey());
    }
    Instant expires = credential.getExpiresAt();
    if (expires != null && !clock.instant().isBefore(expires)) {
      return new Verdict.Refused(Refusals.expiredKey());
    }
    return new Verdict.Known(credential);
  }

  static String hash(String key) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha.digest(key.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }
}
