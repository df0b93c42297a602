package dev.strowger.process;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads a process's settings from its environment. Every problem is collected, so that {@link
 * #orThrow} can report all of them at once; until then a bad setting yields its default.
 *
 * <p>Durations are written {@code 250ms}, {@code 30s}, {@code 5m}, {@code 24h} or in ISO-8601;
 * sizes {@code 512}, {@code 64KiB}, {@code 32MiB}.
 */
public final class Settings {
  private static final int MAX_SECRET_BYTES = 64 << 10;

  private final Map<String, String> environment;
  private final List<String> problems = new ArrayList<>();

  public Settings(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  public String string(String name, String otherwise) {
    return optional(name).orElse(otherwise);
  }

  public Optional<String> optional(String name) {
    return Optional.ofNullable(environment.get(name)).map(String::strip).filter(s -> !s.isEmpty());
  }

  public String required(String name, String what) {
    return optional(name)
        .orElseGet(
            () -> {
              problems.add(name + " is not set: " + what);
              return "";
            });
  }

  /**
   * The value of {@code name}, else the content of the file named by {@code name_FILE}, without
   * white space around it. A file that gives no secret is a problem, in which nothing of the
   * content appears.
   */
  public Optional<String> secret(String name) {
    Optional<String> direct = optional(name);
    return direct.isPresent()
        ? direct
        : optional(name + "_FILE").flatMap(file -> secretIn(name + "_FILE", file));
  }

  /** As {@link #secret}; neither set is a problem too. Empty after a problem. */
  public String requiredSecret(String name, String what) {
    if (optional(name).isEmpty() && optional(name + "_FILE").isEmpty()) {
      problems.add(name + " (or " + name + "_FILE) is not set: " + what);
    }
    return secret(name).orElse("");
  }

  public int integer(String name, int otherwise, int least, int most) {
    return read(
        name,
        otherwise,
        "a whole number from " + least + " to " + most,
        text -> {
          int value = Integer.parseInt(text);
          if (value < least || value > most) {
            throw new IllegalArgumentException();
          }
          return value;
        });
  }

  public boolean flag(String name, boolean otherwise) {
    return read(
        name,
        otherwise,
        "true or false",
        text ->
            switch (text.toLowerCase(java.util.Locale.ROOT)) {
              case "true", "1", "yes", "on" -> true;
              case "false", "0", "no", "off" -> false;
              default -> throw new IllegalArgumentException();
            });
  }

  public Duration duration(String name, Duration otherwise) {
    return read(name, otherwise, "a duration such as 250ms, 30s, 5m or 24h", Settings::parse);
  }

  public long bytes(String name, long otherwise) {
    return read(name, otherwise, "a size such as 65536, 64KiB or 32MiB", Settings::parseBytes);
  }

  public URI uri(String name, URI otherwise) {
    return read(name, otherwise, "a URL", URI::create);
  }

  public Path path(String name, Path otherwise) {
    return read(name, otherwise, "a path", Path::of);
  }

  /** Adds a problem found by the caller, e.g. two settings that do not fit together. */
  public void problem(String text) {
    problems.add(text);
  }

  /** Passes the finished configuration on if no problem was found; else names every one. */
  public <C> C orThrow(C config) {
    if (!problems.isEmpty()) {
      throw new SettingsException(problems);
    }
    return config;
  }

  private Optional<String> secretIn(String name, String file) {
    try (InputStream in = Files.newInputStream(Path.of(file))) {
      byte[] content = in.readNBytes(MAX_SECRET_BYTES + 1);
      if (content.length > MAX_SECRET_BYTES) {
        problems.add(name + "=" + file + ": the file is larger than a secret can be");
        return Optional.empty();
      }
      String text =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString().strip();
      if (text.isEmpty()) {
        problems.add(name + "=" + file + ": the file is empty");
      }
      return Optional.of(text).filter(s -> !s.isEmpty());
    } catch (IOException | IllegalArgumentException e) {
      problems.add(name + "=" + file + ": the file cannot be read");
      return Optional.empty();
    }
  }

  private <T> T read(String name, T otherwise, String expected, Function<String, T> parser) {
    Optional<String> text = optional(name);
    if (text.isEmpty()) {
      return otherwise;
    }
    try {
      return parser.apply(text.get());
    } catch (IllegalArgumentException | DateTimeParseException | ArithmeticException e) {
      problems.add(name + "=" + text.get() + ": expected " + expected);
      return otherwise;
    }
  }

  private static Duration parse(String text) {
    if (text.startsWith("P") || text.startsWith("p")) {
      return Duration.parse(text);
    }
    int unitAt = 0;
    while (unitAt < text.length() && Character.isDigit(text.charAt(unitAt))) {
      unitAt++;
    }
    long amount = Long.parseLong(text.substring(0, unitAt));
    return switch (text.substring(unitAt).strip()) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      case "d" -> Duration.ofDays(amount);
      default -> throw new IllegalArgumentException(text);
    };
  }

  private static long parseBytes(String text) {
    int unitAt = 0;
    while (unitAt < text.length() && Character.isDigit(text.charAt(unitAt))) {
      unitAt++;
    }
    long amount = Long.parseLong(text.substring(0, unitAt));
    return switch (text.substring(unitAt).strip()) {
      case "", "B" -> amount;
      case "KiB" -> Math.multiplyExact(amount, 1L << 10);
      case "MiB" -> Math.multiplyExact(amount, 1L << 20);
      case "GiB" -> Math.multiplyExact(amount, 1L << 30);
      default -> throw new IllegalArgumentException(text);
    };
  }
}
