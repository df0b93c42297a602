package dev.strowger.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.Locale;

/** Decisions, and what became of them, for people. */
final class DecisionText {
  private DecisionText() {}

  /** What {@code policy explain} found. */
  static void explained(JsonNode decision, PrintWriter out) {
    out.println("request  " + decision.path("requestId").asText());
    out.println("policy   " + decision.path("policyVersion").asText());
    if (decision.path("outcome").asText().equals("refused")) {
      out.println(
          "refused  "
              + decision.path("status").asInt()
              + " "
              + decision.path("code").asText()
              + ": "
              + decision.path("message").asText());
    } else {
      out.println("route    " + decision.path("route").asText());
    }
    reasons(decision, out);
    out.println();
    candidates(decision.path("candidates"), out);
    int number = 1;
    for (JsonNode step : decision.path("steps")) {
      if (step.has("resilience")) {
        out.println((number == 1 ? "\n" : "") + resilience(number, step.path("resilience")));
      }
      number++;
    }
  }

  /** What held, what was passed over, and what else is done; only what there is. */
  private static void reasons(JsonNode decision, PrintWriter out) {
    line("strategy", decision.path("strategy").asText(), out);
    decision.path("rules").forEach(rule -> line("rule", rule.asText(), out));
    JsonNode arm = decision.path("experiment");
    if (arm.isObject()) {
      line(
          "trial",
          arm.path("experiment").asText()
              + (arm.path("treatment").asBoolean() ? ", treatment" : ", control"),
          out);
    }
    decision.path("shadows").forEach(shadow -> line("shadow", shadow.asText(), out));
    if (decision.path("cache").isObject()) {
      line("cache", "answers are kept " + decision.at("/cache/ttlMs").asLong() / 1000 + " s", out);
    }
    for (JsonNode passed : decision.path("passed")) {
      line("not", passed.path("route").asText() + ": " + passed.path("because").asText(), out);
    }
    JsonNode recorded = decision.path("recorded");
    if (recorded.isObject()) {
      line(
          "recorded",
          recorded.path("route").asText() + " by " + recorded.path("policyVersion").asText(),
          out);
    }
    if (decision.path("facts").isObject()) {
      out.println("facts");
      row(decision.path("facts"), out);
    }
  }

  private static void line(String name, String value, PrintWriter out) {
    if (!value.isEmpty()) {
      out.printf(Locale.ROOT, "%-8s %s%n", name, value);
    }
  }

  /** One line: deadlines in milliseconds, calls, and what differs from step to step. */
  private static String resilience(int number, JsonNode set) {
    JsonNode timeouts = set.path("timeouts");
    JsonNode hedge = set.path("hedgeAfterMs");
    return "step "
        + number
        + "  connect "
        + timeouts.path("connectMs").asInt()
        + ", headers "
        + timeouts.path("headersMs").asInt()
        + ", first token "
        + timeouts.path("firstTokenMs").asInt()
        + ", idle "
        + timeouts.path("idleMs").asInt()
        + ", total "
        + timeouts.path("totalMs").asInt()
        + " ms; calls "
        + set.path("retry").path("maxAttempts").asInt()
        + "; "
        + (hedge.isNumber() ? "hedge " + hedge.asInt() + " ms" : "no hedge")
        + "; streams "
        + set.path("streamGuard").asText();
  }

  /** Every target that was considered, in the order it would be tried. */
  static void candidates(JsonNode candidates, PrintWriter out) {
    Table table = new Table("STEP", "PROVIDER", "MODEL", "WEIGHT", "WHY");
    for (JsonNode candidate : candidates) {
      int position = candidate.path("position").asInt();
      table.row(
          position < 0 ? "-" : Integer.toString(position + 1),
          candidate.path("provider").asText(),
          candidate.path("model").asText(),
          candidate.path("weight").asText(),
          candidate.path("reason").asText());
    }
    table.print(out);
  }

  /** The columns of a row that say something, one a line. */
  static void row(JsonNode row, PrintWriter out) {
    row.properties()
        .forEach(
            field -> {
              String value =
                  field.getValue().isValueNode()
                      ? field.getValue().asText()
                      : field.getValue().toString();
              if (!value.isEmpty() && !field.getValue().isNull()) {
                out.printf(Locale.ROOT, "  %-22s %s%n", field.getKey(), value);
              }
            });
  }
}
