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

  static Policy.Compilation compile(
      Policy.Source routes, Policy.Source models, Set<String> providers) {
    Set<String> configured = new TreeSet<>(providers);
    Manifest routesManifest = Manifest.parse(routes.file(), routes.yaml());
    Manifest modelsManifest = Manifest.parse(models.file(), models.yaml());
    Map<Target.Name, ModelCard> cards = ModelsReader.read(modelsManifest.root());
    RoutesReader.Table table = new RoutesReader(configured, cards).read(routesManifest.root());

    List<Problem> problems = new ArrayList<>(routesManifest.problems());
    problems.addAll(modelsManifest.problems());
    if (!problems.isEmpty()) {
      return new Policy.Compilation.Rejected(problems);
    }
    return new Policy.Compilation.Accepted(
        new CompiledPolicy(
            Fingerprint.of(routes.yaml(), models.yaml(), configured), table, cards, configured));
  }
}
