package dev.strowger.ingress.identity;

import com.nimbusds.jose.jwk.JWKSet;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Tokens that were found good a moment ago, by their SHA-256: a client bears the same one with each
 * request, and its signature need not be checked each time. Only what was checked gets in, so
 * nobody can fill it with tokens of their own making. Of any thread.
 */
final class GoodTokens {
  /** Least used ones are given up first, and checked again. */
  static final int MOST = 4_096;

  /** After which a token is checked again, whatever its end. */
  static final Duration LONGEST = Duration.ofSeconds(60);

  private final Map<ByteBuffer, Kept> byHash =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ByteBuffer, Kept> eldest) {
          return size() > MOST;
        }
      };

  /**
   * @param by the keys it was checked with; others may lack the one that signed it
   */
  private record Kept(Identity identity, JWKSet by, Instant until) {}

  static ByteBuffer hash(String token) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      return ByteBuffer.wrap(sha.digest(token.getBytes(StandardCharsets.UTF_8))).asReadOnlyBuffer();
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }

  /** Empty if it has to be checked. */
  @SuppressWarnings("ReferenceEquality") // A set that was fetched with other content is another.
  Optional<Identity> find(ByteBuffer hash, JWKSet keys, Instant now) {
    synchronized (byHash) {
      Kept kept = byHash.get(hash);
      if (kept == null) {
        return Optional.empty();
      }
      if (kept.by() != keys || !now.isBefore(kept.until())) {
        byHash.remove(hash);
        return Optional.empty();
      }
      return Optional.of(kept.identity());
    }
  }

  /**
   * @param keys it was checked with
   * @param end from which on it is not good any more
   */
  void keep(ByteBuffer hash, JWKSet keys, Identity identity, Instant end, Instant now) {
    Instant latest = now.plus(LONGEST);
    Kept kept = new Kept(identity, keys, end.isBefore(latest) ? end : latest);
    synchronized (byHash) {
      byHash.put(hash, kept);
    }
  }

  int size() {
    synchronized (byHash) {
      return byHash.size();
    }
  }
}
