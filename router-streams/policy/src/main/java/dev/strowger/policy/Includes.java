package dev.strowger.policy;

import dev.strowger.manifest.Layers;
import dev.strowger.manifest.Manifest;
import dev.strowger.manifest.Problem;
import dev.strowger.manifest.Section;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** A manifest with the files it includes and the overlay of its environment. */
final class Includes {
  static final String KEY = "include";
  static final int MAX_DEPTH = 4;
  static final int MAX_FILES = 200;

  /** Files are named from the policy's own folder; nothing outside of it can be named. */
  private static final Pattern FILE =
      Pattern.compile("(?!.*\\.\\.)[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*");

  private static final Pattern ENVIRONMENT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,31}");
  private static final int MAX_NAME_CHARS = 200;

  private final Policy.Bundle bundle;
  private final List<Manifest> manifests = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();
  private final Map<String, String> used = new LinkedHashMap<>();
  private final Set<String> wanted = new HashSet<>();

  Includes(Policy.Bundle bundle) {
    this.bundle = bundle;
  }

  /** {@code routes.prod.yaml} of {@code routes.yaml} and {@code prod}. */
  static String overlay(String file, String environment) {
    return file.substring(0, file.lastIndexOf('.'))
        + "."
        + environment
        + file.substring(file.lastIndexOf('.'));
  }

  static boolean isEnvironment(String text) {
    return ENVIRONMENT.matcher(text).matches();
  }

  /** The manifest of that name with all that belongs to it. */
  Section read(String file, Layers layers) {
    Section below = layers.together(load(file));
    String environment = bundle.environment();
    if (environment.isEmpty()) {
      return below;
    }
    if (!isEnvironment(environment)) {
      problems.add(new Problem(file, 1, 1, "", "no name of an environment: " + environment));
      return below;
    }
    String overlay = overlay(file, environment);
    wanted.add(overlay);
    return bundle.files().containsKey(overlay)
        ? layers.over(below, layers.together(load(overlay)))
        : below;
  }

  /** In the order of reading, those of a file in the order of its lines. */
  List<Problem> problems() {
    List<Problem> all = new ArrayList<>(problems);
    manifests.forEach(manifest -> all.addAll(manifest.problems()));
    return all;
  }

  List<Problem> warnings() {
    List<Problem> all = new ArrayList<>();
    manifests.forEach(manifest -> all.addAll(manifest.warnings()));
    return all;
  }

  /** All files that were read, by name. */
  Map<String, String> used() {
    return used;
  }

  /** All files that were asked for, whether there or not. */
  Set<String> wanted() {
    return wanted;
  }

  private List<Section> load(String file) {
    List<Section> roots = new ArrayList<>();
    load(file, List.of(), new HashSet<>(), roots);
    return roots;
  }

  private void load(String file, List<String> chain, Set<String> seen, List<Section> roots) {
    seen.add(file);
    wanted.add(file);
    String text = bundle.files().getOrDefault(file, "");
    used.put(file, text);
    Manifest manifest = Manifest.parse(file, text);
    manifests.add(manifest);
    Section root = manifest.root();
    roots.add(root);
    List<String> path = new ArrayList<>(chain);
    path.add(file);
    for (String name : root.oneOrMore(KEY, "names of files of this policy")) {
      String trouble = trouble(name, path, seen);
      if (trouble.isEmpty()) {
        load(name, path, seen, roots);
      } else {
        root.problem(KEY, name, trouble);
      }
    }
  }

  /** Why a file cannot be included; empty if it can. */
  private String trouble(String name, List<String> path, Set<String> seen) {
    boolean yaml = name.endsWith(".yaml") || name.endsWith(".yml");
    if (!yaml || name.length() > MAX_NAME_CHARS || !FILE.matcher(name).matches()) {
      return "expected the name of a .yaml file below the policy's folder, e.g. teams/bank.yaml";
    }
    if (path.contains(name)) {
      return "files include each other in a circle: " + String.join(" → ", path) + " → " + name;
    }
    if (seen.contains(name)) {
      return "is included already; expected it once";
    }
    if (path.size() > MAX_DEPTH) {
      return "expected at most " + MAX_DEPTH + " files within each other";
    }
    if (used.size() >= MAX_FILES) {
      return "expected at most " + MAX_FILES + " files";
    }
    wanted.add(name);
    return bundle.files().containsKey(name) ? "" : "there is no file " + name;
  }
}
