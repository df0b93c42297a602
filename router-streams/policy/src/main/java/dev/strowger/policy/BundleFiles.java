package dev.strowger.policy;

import dev.strowger.manifest.Manifest;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which files make up a policy, told from those that are known already. */
public final class BundleFiles {
  /** More files than this are not one policy. */
  public static final int MAX_FILES = 200;

  private BundleFiles() {}

  /**
   * Names of files that belong to the bundle and are not known yet; ask again with them until none
   * is left. Overlays may be missing, all others have to be there.
   *
   * @param known text by name
   * @param environment as in {@link Policy.Bundle}
   */
  public static Set<String> wanted(Map<String, String> known, String environment) {
    Set<String> wanted = new LinkedHashSet<>();
    for (String first : List.of(Policy.Bundle.ROUTES, Policy.Bundle.MODELS)) {
      wanted.add(first);
      if (!environment.isEmpty()) {
        wanted.add(overlay(first, environment));
      }
    }
    known.forEach(
        (file, yaml) -> wanted.addAll(Manifest.parse(file, yaml).root().strings("include")));
    wanted.removeAll(known.keySet());
    return wanted;
  }

  /** Whether a bundle is whole without it. */
  public static boolean optional(String name, String environment) {
    return !environment.isEmpty()
        && (name.equals(overlay(Policy.Bundle.ROUTES, environment))
            || name.equals(overlay(Policy.Bundle.MODELS, environment)));
  }

  private static String overlay(String name, String environment) {
    return name.substring(0, name.length() - "yaml".length()) + environment + ".yaml";
  }
}
