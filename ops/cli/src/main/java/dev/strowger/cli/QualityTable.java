package dev.strowger.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.strowger.training.Evaluation;
import dev.strowger.training.RoutingQuality.Estimate;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** How well a model routes, for people and as JSON. */
final class QualityTable {
  private QualityTable() {}

  static void print(List<Evaluation.Line> lines, PrintWriter out) {
    Table table =
        new Table(
            "SOURCE",
            "ROUTER",
            "ROWS",
            "WEAK",
            "STRONG",
            "APGR",
            "CPT 50 %",
            "CPT 80 %",
            "WEAK CALLS AT 95 %");
    for (Evaluation.Line line : lines) {
      table.row(
          line.source(),
          line.router(),
          Integer.toString(line.rows()),
          percent(line.weakRight()),
          percent(line.strongRight()),
          text(line.quality().apgr()),
          text(line.quality().cpt50()),
          text(line.quality().cpt80()),
          text(line.quality().weakShare()));
    }
    table.print(out);
  }

  static ArrayNode json(List<Evaluation.Line> lines) {
    ArrayNode all = JsonNodeFactory.instance.arrayNode();
    for (Evaluation.Line line : lines) {
      ObjectNode node = all.addObject();
      node.put("source", line.source()).put("router", line.router()).put("rows", line.rows());
      node.put("weakRight", line.weakRight()).put("strongRight", line.strongRight());
      node.set("apgr", json(line.quality().apgr()));
      node.set("cpt50", json(line.quality().cpt50()));
      node.set("cpt80", json(line.quality().cpt80()));
      node.set("weakShareAt95", json(line.quality().weakShare()));
    }
    return all;
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }

  private static String text(Estimate estimate) {
    return String.format(
        Locale.ROOT, "%.3f [%.3f, %.3f]", estimate.value(), estimate.low(), estimate.high());
  }

  private static ObjectNode json(Estimate estimate) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("value", estimate.value())
        .put("low", estimate.low())
        .put("high", estimate.high());
  }
}
