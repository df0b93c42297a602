package dev.strowger.audit;

import dev.strowger.records.Checkpoint;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.Signature;

/** Signs chains up to their last link. */
public final class CheckpointSigner {
  private static final String ALGORITHM = "Ed25519";

  private final KeyPair keys;
  private final String keyId;

  public CheckpointSigner(KeyPair keys) {
    this.keys = keys;
    this.keyId = SigningKeys.id(keys.getPublic());
  }

  public String keyId() {
    return keyId;
  }

  /** The entry of the next link: all up to {@code head} is signed. */
  public Checkpoint sign(String tenant, Head head) {
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initSign(keys.getPrivate());
      signature.update(signed(tenant, head.sequence(), head.hash()));
      return new Checkpoint(head.sequence(), head.hash(), ByteBuffer.wrap(signature.sign()), keyId);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the signing key cannot sign", e);
    }
  }

  static boolean fits(String tenant, Link.Signed signed, PublicKey key) {
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initVerify(key);
      signature.update(signed(tenant, signed.upTo(), signed.head()));
      return signature.verify(signed.signature());
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /** Read from its end it has one meaning only, whatever the tenant's name. */
  private static byte[] signed(String tenant, long upTo, String head) {
    return ("strowger-audit-checkpoint-1\n" + tenant + "\n" + upTo + "\n" + head)
        .getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "CheckpointSigner[" + keyId + "]";
  }
}
