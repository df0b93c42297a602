package dev.strowger.audit;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;

/** Ed25519 keys as PEM: PKCS#8 the private ones, X.509 (SubjectPublicKeyInfo) the public ones. */
public final class SigningKeys {
  private static final String ALGORITHM = "Ed25519";
  private static final String PRIVATE = "PRIVATE KEY";
  private static final String PUBLIC = "PUBLIC KEY";
  private static final Base64.Encoder LINES =
      Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

  private SigningKeys() {}

  /** Yields the seed of a key where the generator asks for randomness. */
  private static final class Seed extends SecureRandom {
    private static final long serialVersionUID = 1L;
    private final byte[] seed;

    Seed(byte[] seed) {
      this.seed = seed;
    }

    @Override
    public void nextBytes(byte[] bytes) {
      if (bytes.length != seed.length) {
        throw new IllegalStateException("asked for " + bytes.length + " bytes");
      }
      System.arraycopy(seed, 0, bytes, 0, bytes.length);
    }
  }

  public static KeyPair fresh() {
    try {
      return KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has Ed25519", e);
    }
  }

  /**
   * The pair of a private key: what PKCS#8 holds does for the public one too.
   *
   * @throws IllegalArgumentException if the text is no such key; nothing of it is in the message
   */
  public static KeyPair pair(String privatePem) {
    try {
      PrivateKey key =
          KeyFactory.getInstance(ALGORITHM)
              .generatePrivate(new PKCS8EncodedKeySpec(decode(PRIVATE, privatePem)));
      if (key instanceof EdECPrivateKey ed && ed.getBytes().isPresent()) {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(ALGORITHM);
        generator.initialize(NamedParameterSpec.ED25519, new Seed(ed.getBytes().get()));
        return new KeyPair(generator.generateKeyPair().getPublic(), key);
      }
    } catch (GeneralSecurityException e) {
      // Said below, without what was given.
    }
    throw new IllegalArgumentException("expected an Ed25519 private key as PEM (PKCS#8)");
  }

  /**
   * @throws IllegalArgumentException if the text is no such key
   */
  public static PublicKey publicKey(String pem) {
    try {
      return KeyFactory.getInstance(ALGORITHM)
          .generatePublic(new X509EncodedKeySpec(decode(PUBLIC, pem)));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("expected an Ed25519 public key as PEM", e);
    }
  }

  public static String pem(PrivateKey key) {
    return encode(PRIVATE, key.getEncoded());
  }

  public static String pem(PublicKey key) {
    return encode(PUBLIC, key.getEncoded());
  }

  /** SHA-256, hex, of the key's X.509 encoding. */
  public static String id(PublicKey key) {
    return HexFormat.of().formatHex(Link.sha256().digest(key.getEncoded()));
  }

  private static String encode(String what, byte[] der) {
    return "-----BEGIN "
        + what
        + "-----\n"
        + LINES.encodeToString(der)
        + "\n-----END "
        + what
        + "-----\n";
  }

  private static byte[] decode(String what, String pem) throws GeneralSecurityException {
    String begin = "-----BEGIN " + what + "-----";
    int from = pem.indexOf(begin);
    int to = pem.indexOf("-----END " + what + "-----");
    if (from < 0 || to < from) {
      throw new GeneralSecurityException("no PEM");
    }
    try {
      return Base64.getMimeDecoder().decode(pem.substring(from + begin.length(), to));
    } catch (IllegalArgumentException e) {
      throw new GeneralSecurityException("no Base64", e);
    }
  }
}
