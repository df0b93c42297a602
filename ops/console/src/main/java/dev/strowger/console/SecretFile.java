package dev.strowger.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/** A file only its owner may read (mode 0600); it appears whole or not at all. */
final class SecretFile {
  private final Path path;

  SecretFile(Path path) {
    this.path = path.toAbsolutePath();
  }

  /** The secret, or empty if there is no file or nothing in it. */
  Optional<String> read() throws IOException {
    if (!Files.exists(path)) {
      return Optional.empty();
    }
    return Optional.of(Files.readString(path).strip()).filter(s -> !s.isEmpty());
  }

  void write(String secret) throws IOException {
    Path directory = path.getParent();
    Files.createDirectories(directory);
    Path draft =
        Files.createTempFile(
            directory,
            "." + path.getFileName(),
            ".new",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      Files.writeString(draft, secret + "\n");
      Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(draft);
    }
  }
}
