package dev.strowger.policy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The version of a policy: SHA-256 over its files and the providers' names in sorted order, each
 * preceded by its length in bytes (4, big endian), so that no two policies can run together into
 * the same input.
 */
final class Fingerprint {
  /** Stands where the text of routes.yaml would; it is none. */
  private static final String MANY_FILES = "files of a policy";

  private Fingerprint() {}

  /**
   * @param files that were read; of routes.yaml and models.yaml alone only the texts count
   */
  static String of(Map<String, String> files, String environment, Set<String> sortedProviders) {
    MessageDigest digest = sha256();
    Set<String> plain = Set.of(Policy.Bundle.ROUTES, Policy.Bundle.MODELS);
    if (environment.isEmpty() && plain.containsAll(files.keySet())) {
      add(digest, files.getOrDefault(Policy.Bundle.ROUTES, ""));
      add(digest, files.getOrDefault(Policy.Bundle.MODELS, ""));
    } else {
      add(digest, MANY_FILES);
      add(digest, environment);
      add(digest, Integer.toString(files.size()));
      new TreeMap<>(files)
          .forEach(
              (name, text) -> {
                add(digest, name);
                add(digest, text);
              });
    }
    sortedProviders.forEach(name -> add(digest, name));
    return HexFormat.of().formatHex(digest.digest());
  }

  static String of(String text) {
    MessageDigest digest = sha256();
    add(digest, text);
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
