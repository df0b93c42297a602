package dev.strowger.allinone;

import dev.strowger.audit.SigningKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/**
 * The pair of keys that signs this machine's audit trail: made once, the private one in a file only
 * the owner can read, the public one beside it.
 */
final class AuditKeys {
  static final String PRIVATE = "audit-signing.key";
  static final String PUBLIC = "audit-signing.pub";

  private static final String SIGNING = "STROWGER_AUDIT_SIGNING_KEY";
  private static final String VERIFYING = "STROWGER_AUDIT_PUBLIC_KEY";

  private final Path directory;

  AuditKeys(Path directory) {
    this.directory = directory;
  }

  /** Does nothing if another key is set. */
  void put(Map<String, String> environment) throws IOException {
    if (environment.containsKey(SIGNING) || environment.containsKey(SIGNING + "_FILE")) {
      return;
    }
    Path key = directory.resolve(PRIVATE);
    if (!Files.exists(key)) {
      write(key, SigningKeys.pem(SigningKeys.fresh().getPrivate()), "rw-------");
    }
    Path shown = directory.resolve(PUBLIC);
    String pem = SigningKeys.pem(SigningKeys.pair(Files.readString(key)).getPublic());
    if (!Files.exists(shown) || !Files.readString(shown).equals(pem)) {
      write(shown, pem, "rw-r--r--");
    }
    environment.put(SIGNING + "_FILE", key.toString());
    if (!environment.containsKey(VERIFYING)) {
      environment.putIfAbsent(VERIFYING + "_FILE", shown.toString());
    }
  }

  /** It appears whole or not at all. */
  private static void write(Path file, String text, String mode) throws IOException {
    Path fresh =
        Files.createTempFile(
            file.toAbsolutePath().getParent(),
            file.getFileName().toString(),
            ".new",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode)));
    Files.writeString(fresh, text);
    Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString(mode));
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
