package dev.strowger.bench.savings;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.bench.savings.Classifier.Point;
import dev.strowger.bench.savings.Resampling.Intervals;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What was found, and whether it is what is claimed.
 *
 * @param points the last is the one the claim is about
 * @param questions sent by each way
 * @param problems of requests, and how often
 * @param recorded answers that were found in the books
 * @param model version of the complexity model, as the decisions have it
 */
record Findings(
    Classifier classifier,
    List<Point> points,
    int questions,
    Map<String, Integer> problems,
    int recorded,
    String model,
    List<Line> lines) {
  /** All sources. */
  static final String TOGETHER = "together";

  /** Saving that is claimed at the point where {@link #LEAST_KEPT} is. */
  static final double LEAST_SAVED = 0.30;

  static final double LEAST_KEPT = 0.95;

  Findings {
    points = List.copyOf(points);
    problems = Map.copyOf(problems);
    lines = List.copyOf(lines);
  }

  /** A row of judged-savings with its intervals; of the top itself they are empty. */
  record Line(JsonNode row, Intervals intervals) {
    String way() {
      return row.path("way").asText();
    }

    String source() {
      return row.path("source").asText();
    }

    /** Share of the top model's cost. */
    double saved() {
      return row.path("saved_percent").asDouble() / 100;
    }

    /** Share of the top model's judged quality. */
    double kept() {
      return row.path("kept_percent").asDouble() / 100;
    }

    /** In shares of prompts. */
    double difference(Line top) {
      return (quality() - top.quality()) / 100;
    }

    private double quality() {
      return row.path("quality_percent").asDouble();
    }

    /** Calls whose prompt could not be judged; they went to the strong model. */
    int unjudged() {
      return row.path("unjudged").asInt();
    }

    double weakCalls() {
      return row.path("calls_by_model").path(Manifests.WEAK).asDouble()
          / row.path("calls").asDouble(1);
    }
  }

  Line line(String way, String source) {
    return lines.stream()
        .filter(line -> line.way().equals(way) && line.source().equals(source))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("nothing recorded of " + way));
  }

  /** Empty if all is as claimed. */
  List<String> faults() {
    List<String> faults = new ArrayList<>();
    problems.forEach((what, times) -> faults.add(what + ", " + times + " times"));
    int ways = points.size() + 1;
    if (recorded != questions * ways) {
      faults.add(recorded + " answers are recorded of " + questions * ways);
    }
    if (!faults.isEmpty()) {
      return faults;
    }
    for (Point point : points) {
      int unjudged = line(point.model(), TOGETHER).unjudged();
      if (unjudged > 0) {
        faults.add(unjudged + " prompts of " + point.model() + " were not judged");
      }
    }
    Point claimed = points.getLast();
    Line line = line(claimed.model(), TOGETHER);
    if (line.saved() < LEAST_SAVED) {
      faults.add(
          String.format(
              Locale.ROOT, "%s saves %.1f %%, less than 30 %%", line.way(), 100 * line.saved()));
    }
    if (line.kept() < LEAST_KEPT) {
      faults.add(
          String.format(
              Locale.ROOT, "%s keeps %.1f %%, less than 95 %%", line.way(), 100 * line.kept()));
    }
    return faults;
  }

  boolean passed() {
    return faults().isEmpty();
  }
}
