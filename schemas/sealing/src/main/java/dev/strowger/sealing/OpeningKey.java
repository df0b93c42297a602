package dev.strowger.sealing;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;

/** A data key as it came back from the KMS. */
record OpeningKey(DataKey key) {
  /**
   * Empty if the key was wiped meanwhile.
   *
   * @param headerLength of the header that stands before the nonce
   * @throws SealedException DAMAGED
   */
  Optional<byte[]> open(String tenant, byte[] sealed, int headerLength) {
    int at = headerLength + Crypto.NONCE_BYTES;
    byte[] nonce = Arrays.copyOfRange(sealed, headerLength, at);
    Cipher cipher;
    try {
      cipher = Crypto.gcm(Cipher.DECRYPT_MODE, key, nonce);
    } catch (GeneralSecurityException | IllegalStateException e) {
      if (key.isDestroyed()) {
        return Optional.empty();
      }
      throw new IllegalStateException("AES-GCM is not to be had", e);
    }
    try {
      cipher.updateAAD(sealed, 0, headerLength);
      cipher.updateAAD(tenant.getBytes(StandardCharsets.UTF_8));
      return Optional.of(cipher.doFinal(sealed, at, sealed.length - at));
    } catch (AEADBadTagException e) {
      throw new SealedException(
          SealedException.Reason.DAMAGED, "a sealed body is damaged: it was changed", e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a body could not be opened", e);
    }
  }

  void wipe() {
    key.destroy();
  }
}
