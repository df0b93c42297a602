package dev.strowger.policy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;

/**
 * The version of a policy: SHA-256 over routes, models and the providers' names in sorted order,
 * each preceded by its length in bytes (4, big endian), so that no two policies can run together
 * into the same input.
 */
final class Fingerprint {
  private Fingerprint() {}

  static String of(String routesYaml, String modelsYaml, Set<String> sortedProviders) {
    MessageDigest digest = sha256();
    add(digest, routesYaml);
    add(digest, modelsYaml);
    sortedProviders.forEach(name -> add(digest, name));
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void add(MessageDigest digest, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
    digest.update(bytes);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
