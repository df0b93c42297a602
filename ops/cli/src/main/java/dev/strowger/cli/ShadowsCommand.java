package dev.strowger.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "shadows",
    description = "Shows how shadows do beside what callers get, and gives them past requests.",
    synopsisSubcommandLabel = "COMMAND",
    footerHeading = "%nExamples:%n",
    footer = {
      "  strowger shadows list",
      "  strowger shadows show req_0198f3c2",
      "  strowger shadows start --last 1h --limit 200"
    })
final class ShadowsCommand {
  private static final String PATH = "/admin/shadows";

  @Command(
      name = "list",
      description = "Copies, answers, mean latency and cost of each, beside the primary's.",
      footerHeading = "%nExamples:%n",
      footer = {"  strowger shadows list", "  strowger shadows list --days 7 --json"})
  static final class ListAll implements Callable<Integer> {
    private final Terminal terminal;
    @Mixin private JsonFlag json = new JsonFlag();

    @Option(names = "--days", description = "So many days back (default: ${DEFAULT-VALUE}).")
    private Integer days = 30;

    ListAll(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() {
      JsonNode answer = terminal.console().get(PATH + "?days=" + days);
      json.print(terminal, answer, () -> print(answer.path("shadows")));
      return 0;
    }

    private void print(JsonNode shadows) {
      Table table =
          new Table(
              "SHADOW",
              "TARGET",
              "COPIES",
              "ANSWERED",
              "FAILED",
              "SKIPPED",
              "MS",
              "PRIMARY MS",
              "COST",
              "PRIMARY COST",
              "");
      for (JsonNode one : shadows) {
        table.row(
            one.path("shadow").asText(),
            one.path("target").asText(),
            one.path("copies").asText(),
            one.path("answered").asText(),
            one.path("failed").asText(),
            one.path("skipped").asText(),
            ms(one.path("latencyMs")),
            ms(one.path("primaryLatencyMs")),
            money(one.path("costMicros")),
            money(one.path("primaryCostMicros")),
            one.path("currency").asText());
      }
      table.print(terminal.out());
    }
  }

  @Command(
      name = "show",
      description = "Shows what shadows said to a request, and what its caller got.",
      footerHeading = "%nExamples:%n",
      footer = {
        "  strowger shadows show req_0198f3c2",
        "  strowger shadows show req_0198f3c2 --json   (with the whole bodies)"
      })
  static final class Show implements Callable<Integer> {
    private final Terminal terminal;
    @Mixin private JsonFlag json = new JsonFlag();

    @Parameters(paramLabel = "ID", description = "The request's id.")
    private String id = "";

    Show(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() {
      JsonNode answers = terminal.console().get(PATH + "/" + ConsoleClient.segment(id));
      json.print(terminal, answers, () -> print(answers, terminal.out()));
      return 0;
    }

    private static void print(JsonNode answers, PrintWriter out) {
      JsonNode primary = answers.path("primary");
      out.println("primary" + about(primary, primary.path("outcome").asText("not known (yet)")));
      out.println(
          primary.path("kept").asBoolean()
              ? text(primary)
              : "(not kept: " + primary.path("why").asText() + ")");
      for (JsonNode shadow : answers.path("shadows")) {
        out.println();
        out.println(
            "shadow "
                + shadow.path("shadow").asText()
                + about(shadow, shadow.path("result").asText()));
        String message = shadow.path("message").asText();
        out.println(shadow.has("text") ? text(shadow) : "(no answer: " + message + ")");
      }
      if (answers.path("shadows").isEmpty()) {
        out.println("\nno shadow has said anything to it (yet)");
      }
      if (!answers.path("whole").asBoolean()) {
        out.println("\nthe log since the request is long: its middle was not looked at");
      }
    }

    private static String about(JsonNode answer, String end) {
      String target = answer.path("provider").asText() + "/" + answer.path("model").asText();
      return (target.length() > 1 ? "  " + target : "")
          + "  "
          + end.toLowerCase(Locale.ROOT)
          + "  "
          + ms(answer.path("latencyMs"))
          + " ms  "
          + money(answer.path("costMicros"))
          + " "
          + answer.path("currency").asText();
    }

    /** What a person reads; the body where that has no words, e.g. calls of tools. */
    private static String text(JsonNode answer) {
      String words = answer.path("text").asText();
      String shown = words.isEmpty() ? answer.path("body").asText() : words;
      // A model's words must not move the cursor of a terminal.
      return shown.replaceAll("[\\p{Cntrl}&&[^\n\t]]", " ").stripTrailing();
    }
  }

  private static String ms(JsonNode value) {
    return value.isNumber() ? String.format(Locale.ROOT, "%.1f", value.asDouble()) : "-";
  }

  private static String money(JsonNode micros) {
    return micros.isNumber() ? String.format(Locale.ROOT, "%.6f", micros.asLong() / 1e6) : "-";
  }
}
