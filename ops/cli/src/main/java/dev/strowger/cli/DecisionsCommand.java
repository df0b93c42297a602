package dev.strowger.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "decisions",
    description = "Shows which model answered, why, and at what cost.",
    synopsisSubcommandLabel = "COMMAND",
    footerHeading = "%nExamples:%n",
    footer = {
      "  strowger decisions list --last 20 --tenant red",
      "  strowger decisions show req_0198f3c2"
    })
final class DecisionsCommand {
  private static final String PATH = "/admin/decisions";

  @Command(
      name = "list",
      description = "Lists the last decisions, the newest first.",
      footerHeading = "%nExamples:%n",
      footer = {"  strowger decisions list", "  strowger decisions list --route code --json"})
  static final class ListLast implements Callable<Integer> {
    private final Terminal terminal;
    @Mixin private JsonFlag json = new JsonFlag();

    @Option(names = "--last", description = "So many (default: ${DEFAULT-VALUE}).")
    private Integer last = 20;

    @Option(names = "--route", description = "Of this route.")
    private String route = "";

    @Option(names = "--model", description = "The model as the client named it.")
    private String model = "";

    @Option(names = "--tenant", description = "Of this tenant.")
    private String tenant = "";

    ListLast(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() {
      List<String> query = new ArrayList<>(List.of("last=" + last));
      add(query, "route", route);
      add(query, "model", model);
      add(query, "tenant", tenant);
      JsonNode answer = terminal.console().get(PATH + "?" + String.join("&", query));
      json.print(terminal, answer, () -> print(answer.path("decisions")));
      return 0;
    }

    private static void add(List<String> query, String name, String value) {
      if (!value.isEmpty()) {
        query.add(name + "=" + ConsoleClient.segment(value));
      }
    }

    private void print(JsonNode decisions) {
      Table table = new Table("REQUEST", "AT", "TENANT", "MODEL", "ROUTE", "FIRST");
      for (JsonNode decision : decisions) {
        table.row(
            decision.path("requestId").asText(),
            decision.path("at").asText(),
            decision.path("tenant").asText(),
            decision.path("model").asText(),
            decision.path("route").asText(),
            decision.path("refusal").isTextual() ? "refused" : decision.path("first").asText());
      }
      table.print(terminal.out());
    }
  }

  @Command(
      name = "show",
      description = "Shows one decision: what it went by, who answered, and at what cost.",
      footerHeading = "%nExamples:%n",
      footer = {
        "  strowger decisions show req_0198f3c2",
        "  (the id is the header x-request-id of the answer)"
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
      JsonNode story = terminal.console().get(PATH + "/" + ConsoleClient.segment(id));
      json.print(terminal, story, () -> print(story));
      return 0;
    }

    private void print(JsonNode story) {
      JsonNode outcome = story.path("outcome");
      terminal.out().println("outcome" + (outcome.isObject() ? "" : ": not known (yet)"));
      DecisionText.row(outcome, terminal.out());
      int number = 1;
      for (JsonNode attempt : story.path("attempts")) {
        terminal.out().println("attempt " + number++);
        DecisionText.row(attempt, terminal.out());
      }
      terminal.out().println("decision");
      DecisionText.row(story.path("decision"), terminal.out());
      if (story.at("/decision/candidates").isArray()) {
        terminal.out().println();
        DecisionText.candidates(story.at("/decision/candidates"), terminal.out());
      }
    }
  }
}
