package dev.strowger.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "operators",
    description = "Who may use the console, and as what.",
    synopsisSubcommandLabel = "COMMAND",
    footerHeading = "%nRoles:%n",
    footer = {
      "  viewer    reads figures, policies and decisions",
      "  operator  changes policies, keys and limits, and reads prompts",
      "  auditor   reads the audit trail and prompts, changes nothing",
      "  admin     all of that, operators and sealing keys"
    })
final class OperatorsCommand {
  private static final String PATH = "/admin/operators";

  @Command(
      name = "create",
      description = "Makes an operator's key and prints it, once: only its hash is kept.",
      footerHeading = "%nExamples:%n",
      footer = {"  strowger operators create --name \"Ada Lovelace\" --role auditor"})
  static final class Create implements Callable<Integer> {
    private final Terminal terminal;
    @Mixin private JsonFlag json = new JsonFlag();

    @Option(names = "--name", required = true, description = "Who it is.")
    private String name = "";

    @Option(names = "--role", required = true, description = "viewer, operator, auditor or admin.")
    private String role = "";

    @Option(
        names = "--expires",
        paramLabel = "TIME",
        description = "When it ends, e.g. 2027-01-31T00:00:00Z (default: never).")
    private String expires = "";

    Create(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() {
      Map<String, Object> body = new LinkedHashMap<>(Map.of("name", name, "role", role));
      if (!expires.isEmpty()) {
        body.put("expiresAt", expires);
      }
      JsonNode made = terminal.console().post(PATH, body);
      json.print(
          terminal,
          made,
          () -> {
            terminal.out().println(made.path("key").asText());
            terminal
                .err()
                .println(
                    "id "
                        + made.path("id").asText()
                        + ", "
                        + made.path("role").asText()
                        + "; keep the key now, it is not shown again;"
                        + " use it as STROWGER_ADMIN_TOKEN");
          });
      return 0;
    }
  }

  @Command(name = "list", description = "Lists the operators, the newest first.")
  static final class ListAll implements Callable<Integer> {
    private final Terminal terminal;
    @Mixin private JsonFlag json = new JsonFlag();

    ListAll(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() {
      JsonNode answer = terminal.console().get(PATH);
      json.print(terminal, answer, () -> print(answer.path("operators")));
      return 0;
    }

    private void print(JsonNode operators) {
      Table table = new Table("ID", "NAME", "ROLE", "CREATED", "EXPIRES", "");
      for (JsonNode each : operators) {
        table.row(
            each.path("id").asText(),
            each.path("name").asText(),
            each.path("role").asText(),
            each.path("createdAt").asText(),
            each.path("expiresAt").asText("never"),
            each.path("revoked").asBoolean() ? "revoked" : "");
      }
      table.print(terminal.out());
    }
  }

  @Command(name = "revoke", description = "Revokes an operator's key.")
  static final class Revoke implements Callable<Integer> {
    private final Terminal terminal;
    @Mixin private JsonFlag json = new JsonFlag();

    @Parameters(paramLabel = "ID", description = "See operators list.")
    private String id = "";

    Revoke(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() {
      JsonNode revoked = terminal.console().delete(PATH + "/" + ConsoleClient.segment(id));
      json.print(
          terminal,
          revoked,
          () -> terminal.out().println(revoked.path("id").asText() + " is revoked"));
      return 0;
    }
  }
}
