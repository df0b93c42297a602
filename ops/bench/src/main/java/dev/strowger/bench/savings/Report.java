package dev.strowger.bench.savings;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.strowger.bench.savings.Classifier.Point;
import dev.strowger.bench.savings.Findings.Line;
import dev.strowger.bench.savings.Resampling.Interval;
import java.util.List;
import java.util.Locale;

/** The findings, for people and for programs. */
record Report(Findings found) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ROW = "%-9s %-9s %6s %11s %10s %22s %9s %22s %24s%n";

  String table() {
    StringBuilder out = new StringBuilder();
    out.append(
        String.format(
            Locale.ROOT,
            "%d held-out prompts by each way; classifier %s, model %s; simulated tokens at list"
                + " prices; [95 %% of resamples]%n",
            found.questions(),
            found.classifier().label(),
            found.model()));
    out.append(
        String.format(
            Locale.ROOT,
            ROW,
            "way",
            "source",
            "calls",
            "weak calls",
            "cost USD",
            "saved %",
            "right %",
            "kept of top's right %",
            "difference to top"));
    found.lines().forEach(line -> out.append(row(line)));
    found.points().forEach(point -> out.append(verdict(point)));
    found.faults().forEach(fault -> out.append("FAIL: ").append(fault).append('\n'));
    out.append(found.passed() ? "pass" : "FAIL").append('\n');
    return out.toString();
  }

  private String row(Line line) {
    boolean top = line.way().equals(Manifests.TOP);
    double difference = line.difference(found.line(Manifests.TOP, line.source()));
    return String.format(
        Locale.ROOT,
        ROW,
        line.way(),
        line.source(),
        line.row().path("calls").asText(),
        String.format(Locale.ROOT, "%.1f %%", 100 * line.weakCalls()),
        String.format(Locale.ROOT, "%.4f", line.row().path("cost").asDouble()),
        top ? "" : value(line.saved(), line.intervals().saved()),
        String.format(Locale.ROOT, "%.2f", line.row().path("quality_percent").asDouble()),
        top ? "" : value(line.kept(), line.intervals().kept()),
        top ? "" : value(difference, line.intervals().difference()));
  }

  private String verdict(Point point) {
    Line line = found.line(point.model(), Findings.TOGETHER);
    return String.format(
        Locale.ROOT,
        "%s: theta %.4f, chosen on other rows to keep %.0f %%; here %.1f %% of the top model's"
            + " judged quality is kept%s and %.1f %% of its cost is saved%n",
        point.model(),
        point.theta(),
        100 * point.kept(),
        100 * line.kept(),
        line.kept() >= point.kept() ? "" : " (less than it was chosen for)",
        100 * line.saved());
  }

  private static String value(double value, Interval interval) {
    return String.format(
        Locale.ROOT, "%.1f [%.1f, %.1f]", 100 * value, 100 * interval.low(), 100 * interval.high());
  }

  String json() {
    ObjectNode json = JSON.createObjectNode();
    json.put("passed", found.passed()).put("classifier", found.classifier().label());
    json.put("model", found.model()).put("questions", found.questions());
    json.put("recorded", found.recorded());
    found.faults().forEach(fault -> json.withArray("faults").add(fault));
    for (Point point : found.points()) {
      ObjectNode node = json.withArray("points").addObject();
      node.put("way", point.model()).put("chosen_to_keep", point.kept());
      node.put("theta", point.theta());
    }
    for (Line line : found.lines()) {
      ObjectNode node = json.withArray("lines").addObject();
      node.setAll((ObjectNode) line.row());
      if (!line.way().equals(Manifests.TOP)) {
        put(node, "saved", line.intervals().saved());
        put(node, "kept", line.intervals().kept());
        put(node, "difference", line.intervals().difference());
      }
    }
    return json.toPrettyString();
  }

  private static void put(ObjectNode node, String name, Interval interval) {
    for (double bound : List.of(interval.low(), interval.high())) {
      node.withArray(name + "_percent_95").add(Math.round(1e4 * bound) / 1e2);
    }
  }
}
