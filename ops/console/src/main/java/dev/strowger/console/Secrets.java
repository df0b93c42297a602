package dev.strowger.console;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/** Draws secrets (256 random bits, URL-safe) and takes their hashes. */
final class Secrets {
  private static final String CLIENT_KEY_PREFIX = "sk-strowger-";
  private static final String OPERATOR_KEY_PREFIX = "op-strowger-";
  private static final int SECRET_BYTES = 32;
  private static final int ID_BYTES = 9;

  private final SecureRandom random;

  Secrets(SecureRandom random) {
    this.random = random;
  }

  String clientKey() {
    return CLIENT_KEY_PREFIX + draw(SECRET_BYTES);
  }

  String adminToken() {
    return draw(SECRET_BYTES);
  }

  String credentialId() {
    return "cred_" + draw(ID_BYTES);
  }

  String operatorKey() {
    return OPERATOR_KEY_PREFIX + draw(SECRET_BYTES);
  }

  String operatorId() {
    return "op_" + draw(ID_BYTES);
  }

  /** SHA-256 of the text in UTF-8, hex. */
  static String sha256(String text) {
    return HexFormat.of().formatHex(digest(text));
  }

  static byte[] digest(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private String draw(int bytes) {
    byte[] drawn = new byte[bytes];
    random.nextBytes(drawn);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(drawn);
  }
}
