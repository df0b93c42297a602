package dev.strowger.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "sql",
    description = "Asks ClickHouse what happened: any SELECT, or the name of a ready query.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  strowger sql --list",
      "  strowger sql cost-by-model-and-day",
      "  strowger sql \"SELECT count() FROM requests\"",
      "  strowger sql cost-by-model-and-day --csv > cost.csv"
    })
final class SqlCommand implements Callable<Integer> {
  private static final Pattern READY = Pattern.compile("[a-z0-9][a-z0-9-]*");

  private final Terminal terminal;
  @Mixin private JsonFlag json = new JsonFlag();

  @Option(names = "--csv", description = "Print the rows as CSV.")
  private boolean csv;

  @Option(names = "--list", description = "List the ready queries.")
  private boolean list;

  @Parameters(
      arity = "0..1",
      paramLabel = "QUERY",
      description = "SQL, or the name of a ready query.")
  private String query = "";

  SqlCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    if (list == !query.isBlank()) {
      terminal.err().println("strowger: give a query or --list; see strowger sql --help");
      return Strowger.USAGE;
    }
    if (list) {
      JsonNode queries = terminal.console().get("/admin/sql");
      json.print(terminal, queries, () -> print(queries.path("queries")));
      return 0;
    }
    boolean rows = csv || json.wanted();
    JsonNode answer =
        terminal
            .console()
            .post(
                "/admin/sql",
                Map.of(
                    READY.matcher(query.strip()).matches() ? "name" : "query",
                    query.strip(),
                    "format",
                    rows ? "json" : "table"));
    if (csv) {
      Csv.print(answer, terminal.out());
    } else {
      json.print(terminal, answer, () -> terminal.out().print(answer.path("text").asText()));
    }
    if (rows && answer.path("cut").asBoolean()) {
      terminal
          .err()
          .println("strowger: cut after " + answer.path("rowCount").asInt() + " rows; add a LIMIT");
    }
    return 0;
  }

  private void print(JsonNode queries) {
    Table table = new Table("NAME", "WHAT IT SHOWS");
    queries.forEach(q -> table.row(q.path("name").asText(), q.path("description").asText()));
    table.print(terminal.out());
  }
}
