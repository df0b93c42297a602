package dev.strowger.worker;

import dev.strowger.process.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Secrets stand in the variable itself or in the file named by {@code <variable>_FILE}. */
final class Secrets {
  private Secrets() {}

  static Optional<String> read(Settings settings, String name) {
    Optional<String> direct = settings.optional(name);
    return direct.isPresent()
        ? direct
        : settings.optional(name + "_FILE").flatMap(file -> fromFile(settings, name, file));
  }

  private static Optional<String> fromFile(Settings settings, String name, String file) {
    try {
      return Optional.of(Files.readString(Path.of(file)).strip()).filter(s -> !s.isEmpty());
    } catch (IOException | IllegalArgumentException e) {
      settings.problem(name + "_FILE=" + file + ": the file cannot be read");
      return Optional.empty();
    }
  }
}
