package dev.strowger.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.policy.Policy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** Which files a policy is read from: those of a directory that its manifests include. */
final class PolicyFiles {
  private static final int MAX_FILES = 200;
  private static final int MAX_CHARS = 4 << 20;
  private static final Pattern OVERLAY = Pattern.compile("(?:routes|models)\\.([a-z0-9-]+)\\.yaml");

  @Option(
      names = "--policy",
      paramLabel = "DIR",
      description =
          "Directory of routes.yaml and models.yaml; what they include is sent along"
              + " (default: the installation's compose/config).")
  private String directory = "";

  @Option(
      names = "--environment",
      paramLabel = "NAME",
      description = "Whose overlays (routes.NAME.yaml) are laid over; default: the console's.")
  private String environment = "";

  @Option(names = "--routes", paramLabel = "FILE", description = "routes.yaml alone.")
  private String routes = "";

  @Option(names = "--models", paramLabel = "FILE", description = "models.yaml alone.")
  private String models = "";

  /** Whether files were named at all. */
  boolean given() {
    return !directory.isEmpty() || !routes.isEmpty() || !models.isEmpty();
  }

  /** What the console is sent. */
  Map<String, Object> read(Terminal terminal) {
    Path home = terminal.root().resolve("compose").resolve("config");
    Map<String, Object> body = new LinkedHashMap<>();
    if (!routes.isEmpty() || !models.isEmpty()) {
      body.put("routes", text(routes.isEmpty() ? home.resolve("routes.yaml") : Path.of(routes)));
      body.put("models", text(models.isEmpty() ? home.resolve("models.yaml") : Path.of(models)));
    } else {
      body.put("files", gather(directory.isEmpty() ? home : Path.of(directory), environment));
    }
    if (!environment.isEmpty()) {
      body.put("environment", environment);
    }
    return body;
  }

  /**
   * Texts by name.
   *
   * @param environment empty: overlays of all environments, as the console knows which is its own
   */
  static Map<String, String> gather(Path directory, String environment) {
    Map<String, String> files = new TreeMap<>();
    for (String one : environment.isEmpty() ? environments(directory) : Set.of(environment)) {
      files.putAll(Policy.Bundle.gather(one, name -> below(directory, name)).files());
    }
    int chars = files.values().stream().mapToInt(String::length).sum();
    if (files.size() > MAX_FILES || chars > MAX_CHARS) {
      throw new CallFailedException(
          directory + " has more than " + MAX_FILES + " files or " + MAX_CHARS + " characters");
    }
    for (String name : Set.of(Policy.Bundle.ROUTES, Policy.Bundle.MODELS)) {
      if (!files.containsKey(name)) {
        throw new CallFailedException("there is no " + name + " in " + directory);
      }
    }
    return files;
  }

  /** The file as it was given, so that editors and terminals find the place. */
  String line(JsonNode problem) {
    String file = problem.path("file").asText();
    String given =
        switch (file) {
          case "routes.yaml" -> routes;
          case "models.yaml" -> models;
          default -> "";
        };
    if (given.isEmpty() && !directory.isEmpty()) {
      given = Path.of(directory).resolve(file).toString();
    }
    return PolicyCommand.line(given.isEmpty() ? file : given, problem);
  }

  private static Set<String> environments(Path directory) {
    Set<String> names = new TreeSet<>(Set.of(""));
    try (Stream<Path> files = Files.list(directory)) {
      files
          .map(file -> OVERLAY.matcher(file.getFileName().toString()))
          .filter(Matcher::matches)
          .limit(MAX_FILES)
          .forEach(name -> names.add(name.group(1)));
    } catch (IOException e) {
      throw new CallFailedException("cannot read the directory " + directory);
    }
    return names;
  }

  /** Nothing outside the directory is sent anywhere. */
  private static Optional<String> below(Path directory, String name) {
    try {
      Path file = directory.resolve(name).normalize();
      if (!file.startsWith(directory.normalize())
          || !Files.isRegularFile(file)
          || !file.toRealPath().startsWith(directory.toRealPath())) {
        return Optional.empty();
      }
      return Optional.of(text(file));
    } catch (IOException | InvalidPathException e) {
      return Optional.empty();
    }
  }

  private static String text(Path file) {
    try {
      if (Files.size(file) > MAX_CHARS) {
        throw new CallFailedException(file + " is larger than " + MAX_CHARS + " bytes");
      }
      return Files.readString(file);
    } catch (IOException e) {
      throw new CallFailedException("cannot read " + file + " as text: " + e.getMessage());
    }
  }
}
