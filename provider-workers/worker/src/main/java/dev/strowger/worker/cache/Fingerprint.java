package dev.strowger.worker.cache;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A SHA-256 over marks and texts. A text goes in with its length, so that no two sequences of them
 * look alike.
 */
final class Fingerprint {
  private final MessageDigest sha;
  private final ByteBuffer length = ByteBuffer.allocate(Integer.BYTES);

  Fingerprint() {
    try {
      this.sha = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  Fingerprint mark(char mark) {
    sha.update((byte) mark);
    return this;
  }

  Fingerprint text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    mark('s').count(bytes.length);
    sha.update(bytes);
    return this;
  }

  Fingerprint count(int count) {
    sha.update(length.putInt(0, count).array());
    return this;
  }

  String hex() {
    return HexFormat.of().formatHex(sha.digest());
  }
}
