package dev.strowger.allinone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;

/** Passwords between the parts of one machine: made once, kept in files only the owner can read. */
final class Secrets {
  private static final int BYTES = 24;

  private final Path directory;
  private final SecureRandom random;

  Secrets(Path directory, SecureRandom random) {
    this.directory = directory;
    this.random = random;
  }

  /** The secret of a file, made if there is none yet. */
  String kept(String name) throws IOException {
    Path file = directory.resolve(name);
    if (!Files.exists(file)) {
      Path fresh =
          Files.createTempFile(
              directory,
              name,
              ".new",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(fresh, fresh());
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }
    return Files.readString(file).strip();
  }

  /** A secret that lasts as long as the process. */
  String fresh() {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
