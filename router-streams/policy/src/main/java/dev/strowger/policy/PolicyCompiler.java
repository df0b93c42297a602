package dev.strowger.policy;

import dev.strowger.manifest.Layers;
import dev.strowger.manifest.Problem;
import dev.strowger.manifest.Section;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Reads all manifests to their end, so that all problems are found in one go. */
final class PolicyCompiler {
  private static final List<String> NAME = List.of("name");

  private static final Layers ROUTES =
      new Layers(
          Map.of(
              RoutesReader.KEY,
              NAME,
              ConstraintsReader.KEY,
              NAME,
              IntentsReader.KEY,
              NAME,
              DetectorsReader.KEY,
              List.of()),
          Set.of(Includes.KEY));

  private static final Layers MODELS =
      new Layers(Map.of(ModelsReader.KEY, List.of("provider", "model")), Set.of(Includes.KEY));

  private PolicyCompiler() {}

  static Policy.Compilation compile(Policy.Bundle bundle, Set<String> providers, Instant now) {
    Set<String> configured = new TreeSet<>(providers);
    Includes files = new Includes(bundle);
    Section routes = files.read(Policy.Bundle.ROUTES, ROUTES);
    Section models = files.read(Policy.Bundle.MODELS, MODELS);
    Map<Target.Name, ModelCard> cards = ModelsReader.read(models);
    Ruleset table =
        new RulesetReader(configured, cards, () -> files.problems().size(), now).read(routes);

    if (!files.problems().isEmpty()) {
      return new Policy.Compilation.Rejected(files.problems());
    }
    List<Problem> warnings = new ArrayList<>(environment(bundle));
    warnings.addAll(files.warnings());
    String version = Fingerprint.of(files.used(), bundle.environment(), configured);
    return new Policy.Compilation.Accepted(
        new CompiledPolicy(version, table, cards, configured), warnings);
  }

  /** Names of all files that are read, as far as the files that are there tell. */
  static Set<String> wanted(Policy.Bundle bundle) {
    Includes files = new Includes(bundle);
    files.read(Policy.Bundle.ROUTES, ROUTES);
    files.read(Policy.Bundle.MODELS, MODELS);
    return files.wanted();
  }

  private static List<Problem> environment(Policy.Bundle bundle) {
    String environment = bundle.environment();
    if (environment.isEmpty()
        || bundle.files().containsKey(Includes.overlay(Policy.Bundle.ROUTES, environment))
        || bundle.files().containsKey(Includes.overlay(Policy.Bundle.MODELS, environment))) {
      return List.of();
    }
    String message = "there is no overlay for the environment " + environment;
    return List.of(new Problem(Policy.Bundle.ROUTES, 1, 1, "", message));
  }
}
