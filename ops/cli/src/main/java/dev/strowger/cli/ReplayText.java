package dev.strowger.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;

/** What a replay found, for people. */
final class ReplayText {
  private ReplayText() {}

  static void print(JsonNode report, PrintWriter out) {
    JsonNode totals = report.path("totals");
    out.println("policy    " + report.at("/window/policyVersion").asText());
    out.println(
        "window    "
            + report.at("/window/from").asText()
            + " to "
            + report.at("/window/to").asText());
    out.printf(
        Locale.ROOT,
        "decisions %d, made again %d, changed %d, another model first %d%n",
        totals.path("decisions").asLong(),
        totals.path("again").asLong(),
        totals.path("changed").asLong(),
        totals.path("otherFirst").asLong());
    out.printf(
        Locale.ROOT,
        "refused   %d before, %d after (%d newly, %d no longer)%n",
        totals.path("refusedBefore").asLong(),
        totals.path("refusedAfter").asLong(),
        totals.path("newlyRefused").asLong(),
        totals.path("noLongerRefused").asLong());
    cost(report, out);
    shares("MODEL", report.at("/shares/models"), out);
    shares("ROUTE", report.at("/shares/routes"), out);
    rules(report.at("/shares/rules"), out);
    changed(report.path("changed"), out);
  }

  private static void cost(JsonNode report, PrintWriter out) {
    for (Map.Entry<String, JsonNode> currency : report.path("cost").properties()) {
      out.printf(
          Locale.ROOT,
          "cost      %.6f before, %.6f after, %s%n",
          currency.getValue().path("beforeMicros").asLong() / 1e6,
          currency.getValue().path("afterMicros").asLong() / 1e6,
          currency.getKey());
    }
    JsonNode latency = report.path("latency");
    if (latency.path("decisions").asLong() > 0) {
      out.printf(
          Locale.ROOT,
          "latency   %.1f ms before, %.1f ms after (means of %d decisions)%n",
          latency.path("beforeMs").asDouble(),
          latency.path("afterMs").asDouble(),
          latency.path("decisions").asLong());
    }
  }

  private static void shares(String title, JsonNode shares, PrintWriter out) {
    if (shares.isEmpty()) {
      return;
    }
    out.println();
    Table table = new Table(title, "BEFORE", "AFTER");
    for (Map.Entry<String, JsonNode> share : shares.properties()) {
      table.row(
          share.getKey(),
          share.getValue().path("before").asText(),
          share.getValue().path("after").asText());
    }
    table.print(out);
  }

  private static void rules(JsonNode rules, PrintWriter out) {
    if (rules.isEmpty()) {
      return;
    }
    out.println();
    Table table = new Table("RULE", "HELD BEFORE", "AFTER", "CHANGED");
    for (Map.Entry<String, JsonNode> rule : rules.properties()) {
      table.row(
          rule.getKey(),
          rule.getValue().path("before").asText(),
          rule.getValue().path("after").asText(),
          rule.getValue().path("changed").asText());
    }
    table.print(out);
  }

  private static void changed(JsonNode changed, PrintWriter out) {
    if (changed.isEmpty()) {
      return;
    }
    out.println();
    Table table = new Table("REQUEST", "MODEL", "BEFORE", "AFTER", "WHY");
    for (JsonNode one : changed) {
      JsonNode after = one.at("/verdicts/after");
      String first = after.at("/plan/0").asText();
      table.row(
          one.path("requestId").asText(),
          one.path("model").asText(),
          plan(one.at("/verdicts/before")),
          plan(after),
          after.path("reasons").path(first).asText());
    }
    table.print(out);
  }

  private static String plan(JsonNode verdict) {
    if (!verdict.path("refusal").asText().isEmpty()) {
      return "refused";
    }
    return verdict.path("route").asText() + ": " + verdict.at("/plan/0").asText();
  }
}
