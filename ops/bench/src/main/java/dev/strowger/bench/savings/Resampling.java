package dev.strowger.bench.savings;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** How far the figures of a way may lie off, had other prompts been drawn: 95 % intervals. */
final class Resampling {
  private static final int RESAMPLES = 2_000;
  private static final long SEED = 1;

  /** Holds 95 of 100 resamples. */
  record Interval(double low, double high) {}

  /**
   * @param saved share of the top model's cost
   * @param kept share of the top model's judged quality
   * @param difference of judged quality to the top model's, in shares of prompts
   */
  record Intervals(Interval saved, Interval kept, Interval difference) {}

  /** A prompt's answer by a way, and the top model's. */
  private record Pair(double cost, double quality, double topCost, double topQuality) {}

  private Resampling() {}

  /**
   * @param answers rows of judged-answers
   * @param source or "together"
   */
  static Intervals of(List<JsonNode> answers, String way, String source) {
    Map<String, JsonNode> top = new HashMap<>();
    for (JsonNode answer : answers) {
      if (answer.path("way").asText().equals(Manifests.TOP)) {
        top.put(answer.path("prompt").asText(), answer);
      }
    }
    List<Pair> pairs = new ArrayList<>();
    for (JsonNode answer : answers) {
      JsonNode by = top.get(answer.path("prompt").asText());
      boolean wanted =
          source.equals(Findings.TOGETHER) || answer.path("source").asText().equals(source);
      if (by != null && wanted && answer.path("way").asText().equals(way)) {
        pairs.add(pair(answer, by));
      }
    }
    return intervals(pairs);
  }

  private static Pair pair(JsonNode answer, JsonNode top) {
    return new Pair(
        answer.path("cost_micros").asDouble(),
        answer.path("quality").asDouble(),
        top.path("cost_micros").asDouble(),
        top.path("quality").asDouble());
  }

  private static Intervals intervals(List<Pair> pairs) {
    Random random = new Random(SEED);
    double[] saved = new double[RESAMPLES];
    double[] kept = new double[RESAMPLES];
    double[] difference = new double[RESAMPLES];
    for (int i = 0; i < RESAMPLES; i++) {
      double cost = 0;
      double quality = 0;
      double topCost = 0;
      double topQuality = 0;
      for (int n = 0; n < pairs.size(); n++) {
        Pair drawn = pairs.get(random.nextInt(pairs.size()));
        cost += drawn.cost();
        quality += drawn.quality();
        topCost += drawn.topCost();
        topQuality += drawn.topQuality();
      }
      saved[i] = 1 - cost / topCost;
      kept[i] = quality / topQuality;
      difference[i] = (quality - topQuality) / pairs.size();
    }
    return new Intervals(interval(saved), interval(kept), interval(difference));
  }

  private static Interval interval(double[] values) {
    double[] sorted = Arrays.stream(values).filter(Double::isFinite).sorted().toArray();
    if (sorted.length == 0) {
      return new Interval(Double.NaN, Double.NaN);
    }
    return new Interval(
        sorted[(int) (0.025 * (sorted.length - 1))],
        sorted[(int) Math.ceil(0.975 * (sorted.length - 1))]);
  }
}
