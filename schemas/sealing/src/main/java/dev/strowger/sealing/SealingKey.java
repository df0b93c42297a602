package dev.strowger.sealing;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import javax.crypto.Cipher;

/** A data key of this process, and the header that goes before all it seals. */
final class SealingKey {
  /**
   * With random nonces of 96 bits NIST SP 800-38D, 8.3 allows 2^32 uses of a key; at 2^28 two equal
   * nonces are less likely than 2^-41.
   */
  static final long MOST_USES = 1L << 28;

  private final DataKey key;
  private final Envelope envelope;
  private final byte[] header;
  private final long bornNanos;
  private final AtomicLong uses = new AtomicLong();

  SealingKey(DataKey key, Envelope envelope, long bornNanos) {
    this.key = key;
    this.envelope = envelope;
    this.header = envelope.header();
    this.bornNanos = bornNanos;
  }

  Envelope envelope() {
    return envelope;
  }

  boolean old(long nowNanos, Duration renew) {
    return nowNanos - bornNanos >= renew.toNanos() || uses.get() >= MOST_USES;
  }

  /** Empty if the key was wiped meanwhile. */
  Optional<byte[]> seal(String tenant, byte[] plain, byte[] nonce) {
    uses.incrementAndGet();
    Cipher cipher;
    try {
      cipher = Crypto.gcm(Cipher.ENCRYPT_MODE, key, nonce);
    } catch (GeneralSecurityException | IllegalStateException e) {
      if (key.isDestroyed()) {
        return Optional.empty();
      }
      throw new IllegalStateException("AES-GCM is not to be had", e);
    }
    int at = header.length + nonce.length;
    byte[] sealed = Arrays.copyOf(header, at + plain.length + Crypto.TAG_BYTES);
    System.arraycopy(nonce, 0, sealed, header.length, nonce.length);
    try {
      cipher.updateAAD(header);
      cipher.updateAAD(tenant.getBytes(StandardCharsets.UTF_8));
      int _ = cipher.doFinal(plain, 0, plain.length, sealed, at);
      return Optional.of(sealed);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a body could not be sealed", e);
    }
  }

  void wipe() {
    key.destroy();
  }
}
