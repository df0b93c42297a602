package dev.strowger.console;

import dev.strowger.manifest.Manifest;
import dev.strowger.manifest.Problem;
import dev.strowger.policy.Policy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Manifests as text.
 *
 * @param bundle routes, models, what they include and their overlays
 * @param providers providers.yaml
 */
record ManifestSet(Policy.Bundle bundle, String providers) {
  static final String PROVIDERS = "providers.yaml";

  /** Of one bundle. */
  static final int MAX_FILES = 200;

  /** All files of a bundle together, in characters. */
  static final int MAX_CHARS = 4 << 20;

  /** What stands in a directory of manifests. */
  sealed interface Reading {
    record Whole(ManifestSet manifests) implements Reading {}

    /** At least one file could not be read. */
    record Broken(List<Problem> problems) implements Reading {}
  }

  /**
   * @param environment whose overlays are laid over; empty: none
   */
  static Reading read(Path directory, String environment) {
    List<Problem> problems = new ArrayList<>();
    Map<String, String> files = bundle(directory, environment, problems);
    return whole(new Policy.Bundle(files, environment), directory, problems);
  }

  /** A bundle from elsewhere, with the providers of a directory. */
  static Reading propose(Policy.Bundle bundle, Path directory) {
    List<Problem> problems = new ArrayList<>();
    int chars = bundle.files().values().stream().mapToInt(String::length).sum();
    if (chars > MAX_CHARS || bundle.files().size() > MAX_FILES) {
      problems.add(tooMuch());
    }
    return whole(bundle, directory, problems);
  }

  private static Reading whole(Policy.Bundle bundle, Path directory, List<Problem> problems) {
    String providers = file(directory, PROVIDERS, problems);
    return problems.isEmpty()
        ? new Reading.Whole(new ManifestSet(bundle, providers))
        : new Reading.Broken(List.copyOf(problems));
  }

  private static Map<String, String> bundle(
      Path directory, String environment, List<Problem> problems) {
    Gathering gathering = new Gathering(directory, problems);
    Map<String, String> files =
        new TreeMap<>(Policy.Bundle.gather(environment, gathering::read).files());
    if (gathering.tooMuch()) {
      problems.add(tooMuch());
    }
    for (String name : List.of(Policy.Bundle.ROUTES, Policy.Bundle.MODELS)) {
      if (!files.containsKey(name) && problems.stream().noneMatch(p -> p.file().equals(name))) {
        problems.add(whole(name, "there is no such file in " + directory));
      }
    }
    return files;
  }

  /** Files of one bundle, up to its bounds. */
  private static final class Gathering {
    private final Path directory;
    private final List<Problem> problems;
    private int files;
    private int chars;

    Gathering(Path directory, List<Problem> problems) {
      this.directory = directory;
      this.problems = problems;
    }

    /** Empty if it does not exist: whether it has to, the policy knows. */
    Optional<String> read(String name) {
      if (tooMuch() || Files.notExists(directory.resolve(name))) {
        return Optional.empty();
      }
      String text = file(directory, name, problems);
      files++;
      chars += text.length();
      return Optional.of(text);
    }

    boolean tooMuch() {
      return files > MAX_FILES || chars > MAX_CHARS;
    }
  }

  private static String file(Path directory, String name, List<Problem> problems) {
    try {
      Path file = directory.resolve(name).normalize();
      if (!file.startsWith(directory.normalize())
          || !file.toRealPath().startsWith(directory.toRealPath())) {
        problems.add(whole(name, "is not below " + directory));
        return "";
      }
      if (Files.size(file) > Manifest.MAX_CHARS) {
        problems.add(whole(name, "larger than " + Manifest.MAX_CHARS + " bytes"));
        return "";
      }
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      problems.add(whole(name, "there is no such file in " + directory));
    } catch (IOException | InvalidPathException e) {
      problems.add(whole(name, "cannot be read as UTF-8 text: " + e.getMessage()));
    }
    return "";
  }

  private static Problem tooMuch() {
    return whole(
        Policy.Bundle.ROUTES,
        "with all it includes, more than " + MAX_FILES + " files or " + MAX_CHARS + " characters");
  }

  private static Problem whole(String name, String message) {
    return new Problem(name, 1, 1, "", message);
  }
}
