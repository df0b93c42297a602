package dev.strowger.ingress;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * SHA-256 of a key, in 32 bytes instead of the 64 characters of the topic's keys. Who guesses
 * cannot choose it, so the time a look-up takes tells nothing of the keys that are known.
 */
record KeyHash(long a, long b, long c, long d) {
  static KeyHash of(String key) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      return of(sha.digest(key.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }

  /**
   * As the topic writes it.
   *
   * @throws IllegalArgumentException if it is not 64 hex digits
   */
  static KeyHash ofHex(String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    if (bytes.length != 4 * Long.BYTES) {
      throw new IllegalArgumentException("a key's hash has 64 hex digits");
    }
    return of(bytes);
  }

  private static KeyHash of(byte[] bytes) {
    ByteBuffer hash = ByteBuffer.wrap(bytes);
    return new KeyHash(hash.getLong(), hash.getLong(), hash.getLong(), hash.getLong());
  }

  /** Looks at all of both, whatever they are. */
  @Override
  public boolean equals(Object other) {
    return other instanceof KeyHash(long oa, long ob, long oc, long od)
        && ((a ^ oa) | (b ^ ob) | (c ^ oc) | (d ^ od)) == 0;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(a);
  }
}
