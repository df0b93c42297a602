package dev.strowger.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "reconcile",
    description = {
      "Compares what was used as ClickHouse, the log and the router's balances have it:",
      "requests, attempts, tokens and money by tenant, team, month and currency.",
      "Ends with 1 if anything differs."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  strowger reconcile",
      "  strowger reconcile --month 2026-11 --tenant acme",
      "  strowger reconcile --json --patience 60"
    })
final class ReconcileCommand implements Callable<Integer> {
  private static final String PATH = "/admin/reconciliations";

  private final Terminal terminal;
  @Mixin private JsonFlag json = new JsonFlag();
  @Mixin private ConsoleJob job = new ConsoleJob();

  @Option(names = "--month", paramLabel = "YYYY-MM", description = "This month of UTC only.")
  private String month = "";

  @Option(names = "--tenant", paramLabel = "NAME", description = "This tenant only.")
  private String tenant = "";

  @Option(
      names = "--patience",
      paramLabel = "SECONDS",
      description =
          "How long a difference may be due to a sink that lags (default: ${DEFAULT-VALUE}).")
  private Integer patience = 30;

  @Option(
      names = "--router-group",
      paramLabel = "NAME",
      description = "STROWGER_ROUTER_GROUP of the routers (default: ${DEFAULT-VALUE}).")
  private String group = "strowger-router";

  @Option(names = "--without-clickhouse", description = "Compare the log and the balances only.")
  private boolean withoutClickHouse;

  ReconcileCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    String begun = "";
    if (job.begins()) {
      begun = terminal.console().post(PATH, body()).path("id").asText();
    }
    ConsoleJob.Kind kind =
        new ConsoleJob.Kind(
            PATH,
            "events",
            report -> print(report, terminal.out()),
            report -> report.path("equal").asBoolean() ? 0 : Strowger.FAILED);
    return job.follow(terminal, json, kind, begun);
  }

  private Map<String, Object> body() {
    Map<String, Object> body = new LinkedHashMap<>();
    if (!month.isEmpty()) {
      body.put("month", month);
    }
    if (!tenant.isEmpty()) {
      body.put("tenant", tenant);
    }
    if (withoutClickHouse) {
      body.put("withoutClickHouse", true);
    }
    body.put("patienceSeconds", patience);
    body.put("routerGroup", group);
    return body;
  }

  static void print(JsonNode report, PrintWriter out) {
    Table table =
        new Table(
            "MONTH",
            "TENANT",
            "TEAM",
            "BOOK",
            "REQUESTS",
            "ATTEMPTS",
            "TOKENS IN",
            "TOKENS OUT",
            "COST",
            "");
    for (JsonNode line : report.path("lines")) {
      for (String book : new String[] {"log", "clickhouse", "balances"}) {
        JsonNode sums = line.path("sums").path(book);
        String verdict = line.path("verdicts").path(book).asText("");
        table.row(
            line.path("month").asText(),
            line.path("tenant").asText(),
            line.path("team").asText(),
            book,
            sums.path("requests").asText("-"),
            sums.path("attempts").asText("-"),
            sums.path("inputTokens").asText("-"),
            sums.path("outputTokens").asText("-"),
            cost(sums.path("micros")),
            verdict.replace('_', ' '));
      }
    }
    table.print(out);
    report.path("notes").forEach(note -> out.println("note: " + note.asText()));
    if (!report.path("requests").isEmpty()) {
      out.println();
      Table odd = new Table("TENANT", "REQUEST", "EVENT", "WHERE");
      for (JsonNode one : report.path("requests")) {
        odd.row(
            one.path("tenant").asText(),
            one.path("requestId").asText(),
            one.path("eventId").asText(),
            one.path("why").asText());
      }
      odd.print(out);
    }
    out.println(report.path("equal").asBoolean() ? "the books agree" : "THE BOOKS DIFFER");
  }

  private static String cost(JsonNode micros) {
    StringBuilder text = new StringBuilder();
    for (Map.Entry<String, JsonNode> currency : micros.properties()) {
      long amount = currency.getValue().asLong();
      text.append(text.isEmpty() ? "" : ", ")
          .append(
              String.format(
                  Locale.ROOT,
                  "%d.%06d %s",
                  amount / 1_000_000,
                  Math.abs(amount % 1_000_000),
                  currency.getKey()));
    }
    return text.isEmpty() ? "-" : text.toString();
  }
}
