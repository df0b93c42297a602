package dev.strowger.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "keys",
    description = "Makes, lists, rotates, scopes and revokes the keys of applications.",
    synopsisSubcommandLabel = "COMMAND",
    footerHeading = "%nExamples:%n",
    footer = {
      "  strowger keys create --tenant red --name \"batch jobs\"",
      "  strowger keys list",
      "  strowger keys rotate cred_2vK8dB1x4Qwz --grace 24h",
      "  strowger keys revoke cred_2vK8dB1x4Qwz"
    })
final class KeysCommand {
  private static final String PATH = "/admin/credentials";

  static CommandLine wired(Terminal terminal) {
    return new CommandLine(new KeysCommand())
        .addSubcommand(new Create(terminal))
        .addSubcommand(new KeysList(terminal))
        .addSubcommand(new Show(terminal))
        .addSubcommand(new Rotate(terminal))
        .addSubcommand(new ChangeScope(terminal))
        .addSubcommand(new Expire(terminal))
        .addSubcommand(new Revoke(terminal));
  }

  /** Which credential is meant. */
  static final class Named {
    @Parameters(paramLabel = "ID", description = "The key's id, see keys list.")
    private String id = "";

    String path() {
      return PATH + "/" + ConsoleClient.segment(id);
    }
  }

  @Command(
      name = "create",
      description = "Makes a key and prints it, once: only its hash is kept.",
      footerHeading = "%nExamples:%n",
      footer = {
        "  strowger keys create --tenant red --name \"batch jobs\"",
        "  strowger keys create --tenant red --team search --name web --models \"gpt-4o*\" --rpm 60",
        "  strowger keys create --tenant red --name trial --expires 2027-01-31T00:00:00Z --json"
      })
  static final class Create implements Callable<Integer> {
    private final Terminal terminal;
    @Mixin private JsonFlag json = new JsonFlag();
    @Mixin private ScopeFlags scope = new ScopeFlags();

    @Option(names = "--tenant", required = true, description = "The tenant the key belongs to.")
    private String tenant = "";

    @Option(names = "--team", description = "Its team (default: none).")
    private String team = "";

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
      Map<String, Object> body = new LinkedHashMap<>(Map.of("tenant", tenant, "name", name));
      if (!team.isEmpty()) {
        body.put("team", team);
      }
      if (!expires.isEmpty()) {
        body.put("expiresAt", expires);
      }
      scope.into(body);
      made(terminal, json, terminal.console().post(PATH, body));
      return 0;
    }
  }

  @Command(name = "show", description = "Shows a credential and how many keys it has.")
  static final class Show implements Callable<Integer> {
    private final Terminal terminal;
    @Mixin private JsonFlag json = new JsonFlag();
    @Mixin private Named named = new Named();

    Show(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() {
      print(terminal, json, terminal.console().get(named.path()));
      return 0;
    }
  }

  @Command(
      name = "rotate",
      description = "Makes another key for a credential; those it has end after the grace.",
      footerHeading = "%nExamples:%n",
      footer = {"  strowger keys rotate cred_2vK8dB1x4Qwz --grace 24h"})
  static final class Rotate implements Callable<Integer> {
    private final Terminal terminal;
    @Mixin private JsonFlag json = new JsonFlag();
    @Mixin private Named named = new Named();

    @Option(
        names = "--grace",
        paramLabel = "TIME",
        defaultValue = "24h",
        description = "How long the old key stays good, e.g. 30m or 7d (default: 24h).")
    private String grace = "24h";

    Rotate(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() {
      made(
          terminal,
          json,
          terminal.console().post(named.path() + "/rotate", Map.of("grace", grace)));
      return 0;
    }
  }

  @Command(
      name = "scope",
      description = "Changes what a credential may be used for, and its limits.",
      footerHeading = "%nExamples:%n",
      footer = {
        "  strowger keys scope cred_2vK8dB1x4Qwz --models \"gpt-4o-mini,ollama/*\"",
        "  strowger keys scope cred_2vK8dB1x4Qwz --addresses 10.0.0.0/8 --budget-day 12.50"
      })
  static final class ChangeScope implements Callable<Integer> {
    private final Terminal terminal;
    @Mixin private JsonFlag json = new JsonFlag();
    @Mixin private Named named = new Named();
    @Mixin private ScopeFlags scope = new ScopeFlags();

    @Option(names = "--name", description = "What the key is for.")
    private @Nullable String name;

    ChangeScope(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() {
      Map<String, Object> body = new LinkedHashMap<>();
      if (name != null) {
        body.put("name", name);
      }
      scope.into(body);
      print(terminal, json, terminal.console().patch(named.path(), body));
      return 0;
    }
  }

  @Command(name = "expire", description = "Ends a credential's keys, now or at a time.")
  static final class Expire implements Callable<Integer> {
    private final Terminal terminal;
    @Mixin private JsonFlag json = new JsonFlag();
    @Mixin private Named named = new Named();

    @Option(names = "--at", paramLabel = "TIME", description = "E.g. 2027-01-31T00:00:00Z.")
    private @Nullable String at;

    @Option(names = "--in", paramLabel = "TIME", description = "E.g. 30m, 24h or 7d from now.")
    private @Nullable String in;

    Expire(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() {
      Map<String, Object> body = new LinkedHashMap<>();
      if (at != null) {
        body.put("at", at);
      }
      if (in != null) {
        body.put("in", in);
      }
      JsonNode ended = terminal.console().post(named.path() + "/expire", body);
      json.print(
          terminal,
          ended,
          () ->
              terminal
                  .out()
                  .println(
                      ended.path("id").asText() + " ends at " + ended.path("expiresAt").asText()));
      return 0;
    }
  }

  @Command(
      name = "revoke",
      description = "Revokes all keys of a credential; doors refuse them within a second.",
      footerHeading = "%nExamples:%n",
      footer = {"  strowger keys revoke cred_2vK8dB1x4Qwz"})
  static final class Revoke implements Callable<Integer> {
    private final Terminal terminal;
    @Mixin private JsonFlag json = new JsonFlag();
    @Mixin private Named named = new Named();

    Revoke(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() {
      JsonNode revoked = terminal.console().delete(named.path());
      json.print(
          terminal,
          revoked,
          () -> terminal.out().println(revoked.path("id").asText() + " is revoked"));
      return 0;
    }
  }

  /** The key alone on standard output, so that it can be piped to where it is kept. */
  private static void made(Terminal terminal, JsonFlag json, JsonNode made) {
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
  }

  private static void print(Terminal terminal, JsonFlag json, JsonNode key) {
    json.print(
        terminal,
        key,
        () ->
            key.properties()
                .forEach(
                    field ->
                        terminal
                            .out()
                            .println(
                                field.getKey()
                                    + ": "
                                    + (field.getValue().isTextual()
                                        ? field.getValue().textValue()
                                        : field.getValue().toString()))));
  }
}
