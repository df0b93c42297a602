package dev.strowger.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "dead-letters",
    description = "Lists, shows and re-drives records that could not be used.",
    synopsisSubcommandLabel = "COMMAND",
    footerHeading = "%nExamples:%n",
    footer = {
      "  strowger dead-letters list --topic llm.requests",
      "  strowger dead-letters show llm.dead.letters/0/12",
      "  strowger dead-letters redrive llm.dead.letters/0/12",
      "  strowger dead-letters redrive --all --topic llm.requests --dry-run"
    })
final class DeadLettersCommand {
  private static final String PATH = "/admin/dead-letters";

  /** Which letters are meant. */
  static final class Filter {
    @Option(names = "--topic", description = "The topic they were read from.")
    private String topic = "";

    @Option(names = "--reason", paramLabel = "TEXT", description = "A part of the reason.")
    private String reason = "";

    @Option(
        names = "--since",
        paramLabel = "TIME",
        description = "Set aside at this time or later, e.g. 2027-01-31T00:00:00Z.")
    private String since = "";

    @Option(
        names = "--from",
        paramLabel = "PLACE",
        description = "Go on at this place: what the call before ended with.")
    private String from = "";

    Map<String, String> given() {
      Map<String, String> given = new LinkedHashMap<>();
      given.put("topic", topic);
      given.put("reason", reason);
      given.put("since", since);
      given.put("from", from);
      given.values().removeIf(String::isEmpty);
      return given;
    }
  }

  @Command(
      name = "list",
      description = "Lists dead letters, the oldest first.",
      footerHeading = "%nExamples:%n",
      footer = {
        "  strowger dead-letters list",
        "  strowger dead-letters list --reason \"wire format\" --since 2027-01-31T00:00:00Z --json"
      })
  static final class ListAll implements Callable<Integer> {
    private final Terminal terminal;
    @Mixin private JsonFlag json = new JsonFlag();
    @Mixin private Filter filter = new Filter();

    @Option(names = "--limit", paramLabel = "N", description = "At most so many (default: 50).")
    private int limit = 50;

    ListAll(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() {
      StringBuilder query = new StringBuilder("?limit=" + limit);
      filter
          .given()
          .forEach((k, v) -> query.append("&" + k + "=").append(ConsoleClient.segment(v)));
      JsonNode page = terminal.console().get(PATH + query);
      json.print(terminal, page, () -> print(page));
      return 0;
    }

    private void print(JsonNode page) {
      Table table = new Table("ID", "AT", "FROM", "BYTES", "REASON");
      for (JsonNode letter : page.path("letters")) {
        table.row(
            letter.path("id").asText(),
            letter.path("at").asText(),
            origin(letter),
            letter.path("valueBytes").asText("not kept"),
            letter.path("reason").asText());
      }
      table.print(terminal.out());
      more(terminal, page);
    }
  }

  @Command(
      name = "show",
      description = "Shows one dead letter; its key and value only with --body.",
      footerHeading = "%nExamples:%n",
      footer = {"  strowger dead-letters show llm.dead.letters/0/12"})
  static final class Show implements Callable<Integer> {
    private final Terminal terminal;
    @Mixin private JsonFlag json = new JsonFlag();

    @Parameters(paramLabel = "ID", description = "See dead-letters list.")
    private String id = "";

    @Option(names = "--body", description = "Print key and value too: they may hold a prompt.")
    private boolean body;

    Show(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() {
      String[] parts = id.split("/", -1);
      if (parts.length < 2) {
        throw new CallFailedException("expected llm.dead.letters/<partition>/<offset>: " + id);
      }
      String place =
          ConsoleClient.segment(parts[parts.length - 2])
              + "/"
              + ConsoleClient.segment(parts[parts.length - 1]);
      JsonNode letter = terminal.console().get(PATH + "/" + place + (body ? "?body=true" : ""));
      json.print(terminal, letter, () -> print(letter));
      return 0;
    }

    private void print(JsonNode letter) {
      line("id", letter.path("id").asText());
      line("at", letter.path("at").asText());
      line("from", origin(letter));
      line("reason", letter.path("reason").asText());
      line("key", size(letter.path("keyBytes")));
      line("value", size(letter.path("valueBytes")));
      line("schema", letter.path("schemaId").asText("none"));
      if (body) {
        terminal.out().println();
        terminal.out().println(letter.path("key").asText(""));
        terminal.out().println(readable(letter.path("value").asText("")));
      }
    }

    private void line(String name, String value) {
      terminal.out().printf("%-8s%s%n", name, value);
    }

    private static String size(JsonNode bytes) {
      return bytes.isNumber() ? bytes.asText() + " bytes" : "not kept";
    }

    /** Control characters could take over the terminal. */
    private static String readable(String base64) {
      String text = new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
      return text.replaceAll("[\\p{Cntrl}&&[^\\n\\t]]", ".");
    }
  }

  @Command(
      name = "redrive",
      description = "Puts dead letters back into the topic they were read from.",
      footerHeading = "%nExamples:%n",
      footer = {
        "  strowger dead-letters redrive llm.dead.letters/0/12 llm.dead.letters/0/13",
        "  strowger dead-letters redrive --all --topic llm.requests --dry-run"
      })
  static final class Redrive implements Callable<Integer> {
    private final Terminal terminal;
    @Mixin private JsonFlag json = new JsonFlag();
    @Mixin private Filter filter = new Filter();

    @Parameters(paramLabel = "ID", arity = "0..*", description = "See dead-letters list.")
    private List<String> ids = new ArrayList<>();

    @Option(names = "--all", description = "All that match; needs --topic.")
    private boolean all;

    @Option(names = "--dry-run", description = "Only say what would be done.")
    private boolean dryRun;

    Redrive(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() {
      Map<String, String> given = filter.given();
      if (all == !ids.isEmpty() || all != given.containsKey("topic")) {
        terminal.err().println("strowger: name ids, or --all and --topic; see --help");
        return Strowger.USAGE;
      }
      Map<String, Object> request = new LinkedHashMap<>(given);
      request.put("dryRun", dryRun);
      request.put(all ? "all" : "ids", all ? true : ids);
      JsonNode done = terminal.console().post(PATH + "/redrive", request);
      json.print(terminal, done, () -> print(done));
      for (JsonNode result : done.path("results")) {
        if (result.path("outcome").asText().equals("impossible")) {
          return Strowger.FAILED;
        }
      }
      return 0;
    }

    private void print(JsonNode done) {
      Table table = new Table("ID", "TO", "", "WHY");
      for (JsonNode result : done.path("results")) {
        table.row(
            result.path("id").asText(),
            result.path("topic").asText(),
            result.path("outcome").asText(),
            result.path("why").asText());
      }
      table.print(terminal.out());
      more(terminal, done);
    }
  }

  private static String origin(JsonNode letter) {
    return letter.path("topic").asText()
        + "/"
        + letter.path("partition").asText()
        + "/"
        + letter.path("offset").asText();
  }

  private static void more(Terminal terminal, JsonNode page) {
    if (page.path("next").isTextual()) {
      terminal.err().println("there is more: --from " + page.path("next").asText());
    }
  }
}
