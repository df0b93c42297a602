package dev.strowger.sealing;

import java.util.Arrays;
import javax.crypto.SecretKey;

/**
 * A key in memory that can be wiped. What the platform's cipher makes of it while it works is
 * beyond reach.
 */
final class DataKey implements SecretKey {
  private static final long serialVersionUID = 1;

  private final transient byte[] bytes;
  private transient boolean destroyed;

  /** Keeps the array, and wipes it later. */
  DataKey(byte[] bytes) {
    if (bytes.length != Crypto.KEY_BYTES) {
      throw new IllegalArgumentException("a data key has " + Crypto.KEY_BYTES + " bytes");
    }
    this.bytes = bytes;
  }

  @Override
  public String getAlgorithm() {
    return "AES";
  }

  @Override
  public String getFormat() {
    return "RAW";
  }

  @Override
  public synchronized byte[] getEncoded() {
    if (destroyed) {
      throw new IllegalStateException("the key was wiped");
    }
    return bytes.clone();
  }

  @Override
  public synchronized void destroy() {
    destroyed = true;
    Arrays.fill(bytes, (byte) 0);
  }

  @Override
  public synchronized boolean isDestroyed() {
    return destroyed;
  }
}
