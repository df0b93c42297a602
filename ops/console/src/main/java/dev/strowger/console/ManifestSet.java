package dev.strowger.console;

import dev.strowger.manifest.Manifest;
import dev.strowger.manifest.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The three manifests as text.
 *
 * @param routes routes.yaml
 * @param models models.yaml
 * @param providers providers.yaml
 */
record ManifestSet(String routes, String models, String providers) {
  static final String ROUTES = "routes.yaml";
  static final String MODELS = "models.yaml";
  static final String PROVIDERS = "providers.yaml";

  /** What stands in a directory of manifests. */
  sealed interface Reading {
    record Whole(ManifestSet manifests) implements Reading {}

    /** At least one file could not be read. */
    record Broken(List<Problem> problems) implements Reading {}
  }

  static Reading read(Path directory) {
    List<Problem> problems = new ArrayList<>();
    String routes = file(directory, ROUTES, problems);
    String models = file(directory, MODELS, problems);
    String providers = file(directory, PROVIDERS, problems);
    return problems.isEmpty()
        ? new Reading.Whole(new ManifestSet(routes, models, providers))
        : new Reading.Broken(List.copyOf(problems));
  }

  /** Routes and models from elsewhere, with the providers of a directory. */
  static Reading propose(String routes, String models, Path directory) {
    List<Problem> problems = new ArrayList<>();
    String providers = file(directory, PROVIDERS, problems);
    return problems.isEmpty()
        ? new Reading.Whole(new ManifestSet(routes, models, providers))
        : new Reading.Broken(List.copyOf(problems));
  }

  private static String file(Path directory, String name, List<Problem> problems) {
    Path file = directory.resolve(name);
    try {
      if (Files.size(file) > Manifest.MAX_CHARS) {
        problems.add(whole(name, "larger than " + Manifest.MAX_CHARS + " bytes"));
        return "";
      }
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      problems.add(whole(name, "there is no such file in " + directory));
    } catch (IOException e) {
      problems.add(whole(name, "cannot be read as UTF-8 text: " + e.getMessage()));
    }
    return "";
  }

  private static Problem whole(String name, String message) {
    return new Problem(name, 1, 1, "", message);
  }
}
