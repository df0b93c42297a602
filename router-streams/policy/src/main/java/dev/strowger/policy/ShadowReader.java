package dev.strowger.policy;

import dev.strowger.manifest.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code shadow} of a route; what is wrong is noted in the manifest. */
final class ShadowReader {
  static final String KEY = "shadow";
  static final Set<String> KEYS = Set.of("name", "percent", "target", "per_minute", "daily_cost");
  static final int MAX_SHADOWS = 8;

  private static final int MAX_PER_MINUTE = 1_000_000;

  private final TargetNames names;
  private final TargetsReader targets;
  private final NameReader own = new NameReader("shadow");

  ShadowReader(TargetNames names, TargetsReader targets) {
    this.names = names;
    this.targets = targets;
  }

  List<Shadow> read(Section route, ResilienceLayer layer) {
    List<Section> sections = route.sections(KEY);
    if (sections.size() > MAX_SHADOWS) {
      route.problem(KEY, "expected at most " + MAX_SHADOWS + " shadows");
      return List.of();
    }
    List<Shadow> shadows = new ArrayList<>();
    for (Section section : sections) {
      section.onlyKeys(KEYS);
      String name = own.read(section);
      double share = ExperimentReader.share(section);
      int perMinute = section.integer("per_minute", 0, 0, MAX_PER_MINUTE);
      long dailyMicros = MoneyReader.amount(section, "daily_cost").orElse(0);
      // Nobody waits for a copy's answer, so nothing is asked of it.
      TargetsReader.Common common = new TargetsReader.Common(layer, Optional.empty());
      names
          .required(section, "target")
          .ifPresent(
              target ->
                  shadows.add(
                      new Shadow(
                          name, share, targets.other(target, common), perMinute, dailyMicros)));
    }
    return shadows;
  }
}
