package dev.strowger.sealing;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What one key is for. Its text is safe as a file's and as a Vault key's name.
 *
 * @param tenantHash names the tenant without its name, 32 hex digits
 * @param dataClass {@link #GENERAL} if its time is not bounded
 * @param day UTC, of the bodies; empty if its time is not bounded
 */
public record KeyScope(String tenantHash, String dataClass, Optional<LocalDate> day) {
  public static final String GENERAL = "general";

  private static final int HASH_BYTES = 16;
  private static final String NO_DAY = "always";
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{32}");
  private static final Pattern CLASS = Pattern.compile("[a-z0-9][a-z0-9_-]{0,31}");

  public KeyScope {
    if (!HASH.matcher(tenantHash).matches()) {
      throw new IllegalArgumentException("tenantHash is not of the form " + HASH);
    }
    if (!isClass(dataClass)) {
      throw new IllegalArgumentException("dataClass is not of the form " + CLASS);
    }
  }

  static boolean isClass(String name) {
    return CLASS.matcher(name).matches();
  }

  /** Of all bodies of a tenant whose class has no retention. */
  static KeyScope general(String tenant) {
    return new KeyScope(hash(tenant), GENERAL, Optional.empty());
  }

  static String hash(String tenant) {
    byte[] digest = Crypto.sha256(("strowger tenant\0" + tenant).getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
  }

  /** {@code hash.class.day} */
  public String text() {
    return tenantHash + "." + dataClass + "." + day.map(LocalDate::toString).orElse(NO_DAY);
  }

  /** Empty if it is no scope's text. */
  static Optional<KeyScope> parse(String text) {
    String[] parts = text.split("\\.", -1);
    if (parts.length != 3 || !HASH.matcher(parts[0]).matches() || !isClass(parts[1])) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new KeyScope(
              parts[0],
              parts[1],
              parts[2].equals(NO_DAY) ? Optional.empty() : Optional.of(LocalDate.parse(parts[2]))));
    } catch (java.time.format.DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
