package dev.strowger.policy;

import dev.strowger.manifest.Section;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code strategy} of a route: a name, or a mapping with its settings. */
final class StrategyReader {
  static final String KEY = "strategy";
  static final Set<String> KEYS =
      Set.of("order", "quality", "figure", "weights", "explore", "sticky");
  static final Set<String> WEIGHT_KEYS = Set.of("cost", "latency", "quality");
  static final List<String> ORDERS =
      List.of(
          "weighted", "priority", "cheapest", "lowest_latency", "least_busy", "score", "adaptive");
  static final List<String> FIGURES = List.of("mean", "p95", "first_token");
  static final List<String> STICKY = List.of("conversation", "user", "credential", "tenant");

  private static final double EXPLORE = 0.05;

  /** Which order a setting belongs to; elsewhere it would do nothing. */
  private static final Map<String, String> BELONGS =
      Map.of(
          "quality",
          "cheapest",
          "figure",
          "lowest_latency",
          "weights",
          "score",
          "explore",
          "adaptive");

  private StrategyReader() {}

  static Strategy read(Section route) {
    if (!route.isMapping(KEY)) {
      return new Strategy(
          route
              .choice(KEY, ORDERS)
              .map(StrategyReader::plain)
              .orElse(new Strategy.Order.Weighted()),
          Optional.empty());
    }
    Section section = route.section(KEY).orElseThrow();
    section.onlyKeys(KEYS);
    String order = section.choice("order", ORDERS).orElse("weighted");
    BELONGS.forEach(
        (key, owner) -> {
          if (section.has(key) && !owner.equals(order)) {
            section.problem(
                key, "does nothing with the order " + order + "; expected with " + owner);
          }
        });
    return new Strategy(order(section, order), sticky(section));
  }

  static Optional<Strategy.Sticky> sticky(Section section) {
    return section
        .choice("sticky", STICKY)
        .map(text -> Strategy.Sticky.valueOf(text.toUpperCase(Locale.ROOT)));
  }

  private static Strategy.Order order(Section section, String order) {
    return switch (order) {
      case "cheapest" -> new Strategy.Order.Cheapest(section.number("quality", "0", "1").orElse(0));
      case "lowest_latency" ->
          new Strategy.Order.LowestLatency(
              section
                  .choice("figure", FIGURES)
                  .map(text -> Strategy.Figure.valueOf(text.toUpperCase(Locale.ROOT)))
                  .orElse(Strategy.Figure.MEAN));
      case "score" -> score(section);
      case "adaptive" ->
          new Strategy.Order.Adaptive(section.number("explore", "0", "1").orElse(EXPLORE));
      default -> plain(order);
    };
  }

  private static Strategy.Order plain(String order) {
    return switch (order) {
      case "priority" -> new Strategy.Order.Priority();
      case "cheapest" -> new Strategy.Order.Cheapest(0);
      case "lowest_latency" -> new Strategy.Order.LowestLatency(Strategy.Figure.MEAN);
      case "least_busy" -> new Strategy.Order.LeastBusy();
      case "score" -> new Strategy.Order.Score(1, 1, 1);
      case "adaptive" -> new Strategy.Order.Adaptive(EXPLORE);
      default -> new Strategy.Order.Weighted();
    };
  }

  /** What is not named has no weight; without any, all weigh the same. */
  private static Strategy.Order score(Section section) {
    Section weights = section.section("weights").orElse(null);
    if (weights == null) {
      return plain("score");
    }
    weights.onlyKeys(WEIGHT_KEYS);
    double cost = weights.number("cost", "0", "1000").orElse(0);
    double latency = weights.number("latency", "0", "1000").orElse(0);
    double quality = weights.number("quality", "0", "1000").orElse(0);
    if (cost + latency + quality == 0) {
      section.problem("weights", "expected a weight above 0 of cost, latency or quality");
    }
    return new Strategy.Order.Score(cost, latency, quality);
  }
}
