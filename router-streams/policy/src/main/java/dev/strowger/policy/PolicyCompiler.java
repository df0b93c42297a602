package dev.strowger.policy;

import dev.strowger.manifest.Manifest;
import dev.strowger.manifest.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Reads both manifests to their end, so that all problems are found in one go. */
final class PolicyCompiler {
  private PolicyCompiler() {}

  static Policy.Compilation compile(Policy.Bundle bundle, Set<String> providers) {
    String routes = bundle.files().getOrDefault(Policy.Bundle.ROUTES, "");
    String models = bundle.files().getOrDefault(Policy.Bundle.MODELS, "");
    Set<String> configured = new TreeSet<>(providers);
    Manifest routesManifest = Manifest.parse(Policy.Bundle.ROUTES, routes);
    Manifest modelsManifest = Manifest.parse(Policy.Bundle.MODELS, models);
    Map<Target.Name, ModelCard> cards = ModelsReader.read(modelsManifest.root());
    Ruleset table = new RoutesReader(configured, cards).read(routesManifest.root());

    List<Problem> problems = new ArrayList<>(routesManifest.problems());
    problems.addAll(modelsManifest.problems());
    if (!problems.isEmpty()) {
      return new Policy.Compilation.Rejected(problems);
    }
    return new Policy.Compilation.Accepted(
        new CompiledPolicy(Fingerprint.of(routes, models, configured), table, cards, configured));
  }
}
