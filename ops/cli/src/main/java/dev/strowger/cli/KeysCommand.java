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
    name = "keys",
    description = "Makes, lists and revokes the keys of applications.",
    synopsisSubcommandLabel = "COMMAND",
    footerHeading = "%nExamples:%n",
    footer = {
      "  strowger keys create --tenant red --name \"batch jobs\"",
      "  strowger keys list",
      "  strowger keys revoke cred_2vK8dB1x4Qwz"
    })
final class KeysCommand {

  @Command(
      name = "create",
      description = "Makes a key and prints it, once: only its hash is kept.",
      footerHeading = "%nExamples:%n",
      footer = {
        "  strowger keys create --tenant red --name \"batch jobs\"",
        "  strowger keys create --tenant red --name trial --expires 2027-01-31T00:00:00Z --json"
      })
  static final class Create implements Callable<Integer> {
    private final Terminal terminal;
    @Mixin private JsonFlag json = new JsonFlag();

    @Option(names = "--tenant", required = true, description = "The team the key belongs to.")
    private String tenant = "";

    @Option(names = "--name", required = true, description = "What the key is for.")
    private String name = "";

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
      Map<String, String> body = new LinkedHashMap<>(Map.of("tenant", tenant, "name", name));
      if (!expires.isEmpty()) {
        body.put("expiresAt", expires);
      }
      JsonNode made = terminal.console().post("/admin/credentials", body);
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
                        + ", tenant "
                        + made.path("tenant").asText()
                        + "; keep the key now, it is not shown again");
          });
      return 0;
    }
  }

  @Command(
      name = "list",
      description = "Lists the keys, the newest first; the keys themselves are not known.",
      footerHeading = "%nExamples:%n",
      footer = {"  strowger keys list", "  strowger keys list --json"})
  static final class ListAll implements Callable<Integer> {
    private final Terminal terminal;
    @Mixin private JsonFlag json = new JsonFlag();

    ListAll(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() {
      JsonNode keys = terminal.console().get("/admin/credentials");
      json.print(terminal, keys, () -> print(keys.path("credentials")));
      return 0;
    }

    private void print(JsonNode keys) {
      Table table = new Table("ID", "TENANT", "NAME", "CREATED", "EXPIRES", "");
      for (JsonNode key : keys) {
        table.row(
            key.path("id").asText(),
            key.path("tenant").asText(),
            key.path("name").asText(),
            key.path("createdAt").asText(),
            key.path("expiresAt").asText("never"),
            key.path("revoked").asBoolean() ? "revoked" : "");
      }
      table.print(terminal.out());
    }
  }

  @Command(
      name = "revoke",
      description = "Revokes a key; doors refuse it within a second.",
      footerHeading = "%nExamples:%n",
      footer = {"  strowger keys revoke cred_2vK8dB1x4Qwz"})
  static final class Revoke implements Callable<Integer> {
    private final Terminal terminal;
    @Mixin private JsonFlag json = new JsonFlag();

    @Parameters(paramLabel = "ID", description = "The key's id, see keys list.")
    private String id = "";

    Revoke(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() {
      JsonNode revoked =
          terminal.console().delete("/admin/credentials/" + ConsoleClient.segment(id));
      json.print(
          terminal,
          revoked,
          () -> terminal.out().println(revoked.path("id").asText() + " is revoked"));
      return 0;
    }
  }
}
