package dev.strowger.policy;

import dev.strowger.policy.Ranking.Mark;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;

/** What the strategies go by, for one contender. */
final class Marks {
  static final String COST = "cost_micros";
  static final String LATENCY = "latency_ms";
  static final String QUALITY = "quality";
  private static final String IN_FLIGHT = "in_flight";
  private static final String GUESS = "guess";

  private Marks() {}

  /** Good enough before below, known before unknown. */
  static Mark cheapest(Contender contender, double least, Figures figures) {
    OptionalDouble cost = figures.cost(contender);
    OptionalDouble quality = figures.quality(contender);
    Map<String, Double> scores = new HashMap<>();
    cost.ifPresent(c -> scores.put(COST, c));
    if (least > 0) {
      quality.ifPresent(q -> scores.put(QUALITY, q));
      if (quality.isEmpty()) {
        return new Mark(3, cost.orElse(Double.MAX_VALUE), "quality unknown", scores);
      }
      if (quality.getAsDouble() < least) {
        return new Mark(2, -quality.getAsDouble(), "below quality " + least, scores);
      }
    }
    return cost.isEmpty()
        ? new Mark(1, 0, "price unknown", scores)
        : Mark.of(cost.getAsDouble(), scores);
  }

  static Mark latency(Contender contender, Strategy.Figure figure, Figures figures) {
    OptionalDouble latency = figures.latency(contender, figure);
    return latency.isEmpty()
        ? new Mark(1, 0, "latency unknown", Map.of())
        : Mark.of(latency.getAsDouble(), Map.of(LATENCY, latency.getAsDouble()));
  }

  static Mark load(Contender contender, Figures figures) {
    double inFlight = figures.inFlight(contender);
    return Mark.of(inFlight, Map.of(IN_FLIGHT, inFlight));
  }

  /** Some requests explore: their first target is drawn evenly. */
  static Function<Contender, Mark> adaptive(
      List<Contender> in, double explore, String seed, Figures figures) {
    List<Contender> drawn = in.stream().filter(c -> !c.spare()).toList();
    int explored =
        !drawn.isEmpty() && Draw.includes(explore, "explore", seed)
            ? drawn.get((int) Draw.below(drawn.size(), "explored\n" + seed)).number()
            : -1;
    return contender -> {
      double guess = figures.sample(contender, seed);
      boolean first = contender.number() == explored;
      return new Mark(first ? -1 : 0, -guess, first ? "explored" : "", Map.of(GUESS, guess));
    };
  }
}
