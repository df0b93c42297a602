package dev.strowger.policy;

import dev.strowger.manifest.Section;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;

/** {@code experiment} of a route; what is wrong is noted in the manifest. */
final class ExperimentReader {
  static final String KEY = "experiment";
  static final Set<String> KEYS =
      Set.of("name", "percent", "sticky", "start", "end", TargetsReader.KEY, "guard");
  static final Set<String> GUARD_KEYS =
      Set.of("max_error_rate", "max_p95_ms", "max_cost_ratio", "min_calls", "window_s");
  private static final List<String> GUARD_BOUNDS =
      List.of("max_error_rate", "max_p95_ms", "max_cost_ratio");

  private static final int MAX_CALLS = 1_000_000;
  private static final int DAY_S = 24 * 3600;

  private final TargetsReader targets;
  private final Instant now;
  private final NameReader names = new NameReader("experiment");

  /**
   * @param now for warnings only
   */
  ExperimentReader(TargetsReader targets, Instant now) {
    this.targets = targets;
    this.now = now;
  }

  Optional<Experiment> read(Section route, TargetsReader.Common common) {
    Section section = route.section(KEY).orElse(null);
    if (section == null) {
      return Optional.empty();
    }
    section.onlyKeys(KEYS);
    Optional<Instant> start = instant(section, "start");
    Optional<Instant> end = instant(section, "end");
    if (start.isPresent() && end.isPresent() && !end.get().isAfter(start.get())) {
      section.problem("end", "expected a time after start");
    } else if (end.isPresent() && !end.get().isAfter(now)) {
      section.warning("end", "this experiment has ended; all requests are control");
    }
    return Optional.of(
        new Experiment(
            names.read(section),
            share(section),
            StrategyReader.sticky(section),
            start,
            end,
            targets.targets(section, common),
            guard(section),
            Fingerprint.of(section.canonical())));
  }

  /** {@code percent}, above 0, as a share. */
  static double share(Section section) {
    if (!section.has("percent")) {
      section.missing("percent", "how many requests of 100, above 0");
    }
    return section.number("percent", "0.001", "100").orElse(1) / 100;
  }

  private static Optional<Instant> instant(Section section, String key) {
    Optional<String> text = section.string(key);
    try {
      return text.map(OffsetDateTime::parse).map(OffsetDateTime::toInstant);
    } catch (DateTimeException e) {
      section.problem(
          key,
          "expected a time with its offset, e.g. 2026-12-01T00:00:00Z, found \""
              + Texts.shortened(text.orElse(""))
              + "\"");
      return Optional.empty();
    }
  }

  private static Optional<Experiment.Guard> guard(Section owner) {
    Section section = owner.section("guard").orElse(null);
    if (section == null) {
      return Optional.empty();
    }
    section.onlyKeys(GUARD_KEYS);
    if (GUARD_BOUNDS.stream().noneMatch(section::has)) {
      owner.problem("guard", "expected at least one of " + String.join(", ", GUARD_BOUNDS));
    }
    OptionalLong p95 = section.whole("max_p95_ms", 1, TargetsReader.MAX_LATENCY_MS);
    return Optional.of(
        new Experiment.Guard(
            boxed(section.number("max_error_rate", "0", "1")),
            p95.isPresent() ? Optional.of((int) p95.getAsLong()) : Optional.empty(),
            boxed(section.number("max_cost_ratio", "0.01", "1000")),
            section.integer("min_calls", 50, 1, MAX_CALLS),
            1000L * section.integer("window_s", 600, 10, DAY_S)));
  }

  private static Optional<Double> boxed(OptionalDouble number) {
    return number.isPresent() ? Optional.of(number.getAsDouble()) : Optional.empty();
  }
}
