package dev.strowger.policy;

import dev.strowger.policy.Ranking.Mark;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * The weighted sum of cost, latency and quality, each scaled to 0 (worst of the group) to 1 (best
 * of the group). What is unknown counts as the worst.
 */
final class Scores implements Function<Contender, Mark> {
  private final Figures figures;
  private final List<Part> parts;

  Scores(Strategy.Order.Score score, List<Contender> in, Figures figures) {
    this.figures = figures;
    this.parts =
        List.of(
            part(in, Marks.COST, score.cost(), -1),
            part(in, Marks.LATENCY, score.latency(), -1),
            part(in, Marks.QUALITY, score.quality(), 1));
  }

  /**
   * @param sign -1 if less is better
   */
  private record Part(String name, double weight, int sign, double worst, double best) {
    double scaled(double value) {
      // All the same: nobody is worse for it.
      return best == worst ? 1 : (sign * value - worst) / (best - worst);
    }
  }

  @Override
  public Mark apply(Contender contender) {
    Map<String, Double> scores = new HashMap<>();
    double sum = 0;
    for (Part part : parts) {
      OptionalDouble value = value(part.name(), contender);
      if (value.isPresent()) {
        scores.put(part.name(), value.getAsDouble());
        sum += part.weight() * part.scaled(value.getAsDouble());
      }
    }
    scores.put("score", sum);
    return Mark.of(-sum, scores);
  }

  private Part part(List<Contender> in, String name, double weight, int sign) {
    double worst = Double.POSITIVE_INFINITY;
    double best = Double.NEGATIVE_INFINITY;
    for (Contender contender : in) {
      OptionalDouble value = value(name, contender);
      if (value.isPresent()) {
        worst = Math.min(worst, sign * value.getAsDouble());
        best = Math.max(best, sign * value.getAsDouble());
      }
    }
    return new Part(name, weight, sign, worst, best);
  }

  private OptionalDouble value(String name, Contender contender) {
    return switch (name) {
      case Marks.COST -> figures.cost(contender);
      case Marks.LATENCY -> figures.latency(contender, Strategy.Figure.MEAN);
      default -> figures.quality(contender);
    };
  }
}
