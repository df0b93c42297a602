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

/** {@code tenants} and {@code teams}: the same commands, of a tenant or of tenant/team. */
@Command(synopsisSubcommandLabel = "COMMAND")
final class AccountsCommand {
  /** Which of both. */
  enum Kind {
    TENANTS("tenants", "NAME", "Tenants: their limits, their region, suspending them."),
    TEAMS("teams", "TENANT/TEAM", "Teams of tenants: their limits, suspending them.");

    private final String command;
    private final String named;
    private final String description;

    Kind(String command, String named, String description) {
      this.command = command;
      this.named = named;
      this.description = description;
    }

    String all() {
      return "/admin/" + command;
    }

    String one(String name) {
      String[] parts = name.split("/", -1);
      if (parts.length != (this == TEAMS ? 2 : 1)) {
        throw new CallFailedException(name + ": expected " + named);
      }
      StringBuilder path = new StringBuilder(all());
      for (String part : parts) {
        path.append('/').append(ConsoleClient.segment(part));
      }
      return path.toString();
    }
  }

  static CommandLine wired(Terminal terminal, Kind kind) {
    CommandLine accounts =
        new CommandLine(new AccountsCommand())
            .addSubcommand(new ListAll(terminal, kind))
            .addSubcommand(new Show(terminal, kind))
            .addSubcommand(new Set(terminal, kind))
            .addSubcommand("suspend", new Switch(terminal, kind, "suspend"))
            .addSubcommand("resume", new Switch(terminal, kind, "resume"));
    accounts.getCommandSpec().name(kind.command).usageMessage().description(kind.description);
    return accounts;
  }

  @Command(name = "list", description = "Lists them with their limits.")
  static final class ListAll implements Callable<Integer> {
    private final Terminal terminal;
    private final Kind kind;
    @Mixin private JsonFlag json = new JsonFlag();

    ListAll(Terminal terminal, Kind kind) {
      this.terminal = terminal;
      this.kind = kind;
    }

    @Override
    public Integer call() {
      JsonNode answer = terminal.console().get(kind.all());
      json.print(
          terminal,
          answer,
          () -> {
            Table table = new Table("NAME", "DISPLAY NAME", "REGION", "LIMITS", "");
            answer.path(kind.command).forEach(each -> row(table, each));
            table.print(terminal.out());
          });
      return 0;
    }
  }

  @Command(name = "show", description = "Shows one.")
  static final class Show implements Callable<Integer> {
    private final Terminal terminal;
    private final Kind kind;
    @Mixin private JsonFlag json = new JsonFlag();

    @Parameters(paramLabel = "NAME", description = "The tenant, or tenant/team.")
    private String name = "";

    Show(Terminal terminal, Kind kind) {
      this.terminal = terminal;
      this.kind = kind;
    }

    @Override
    public Integer call() {
      print(terminal, json, terminal.console().get(kind.one(name)));
      return 0;
    }
  }

  @Command(
      name = "set",
      description = "Makes it if there is none, and changes what is said; the rest stays.",
      footerHeading = "%nExamples:%n",
      footer = {
        "  strowger tenants set red --budget-month 250 --thrift self-hosted --region eu",
        "  strowger teams set red/search --rpm 600 --tpm 200000 --concurrent 20"
      })
  static final class Set implements Callable<Integer> {
    private final Terminal terminal;
    private final Kind kind;
    @Mixin private JsonFlag json = new JsonFlag();
    @Mixin private LimitFlags limits = new LimitFlags();

    @Parameters(paramLabel = "NAME", description = "The tenant, or tenant/team.")
    private String name = "";

    @Option(names = "--display-name", paramLabel = "TEXT", description = "For people.")
    private @Nullable String displayName;

    @Option(
        names = "--region",
        paramLabel = "REGION",
        description = "The only one its prompts may be kept in (tenants only); '' for anywhere.")
    private @Nullable String region;

    Set(Terminal terminal, Kind kind) {
      this.terminal = terminal;
      this.kind = kind;
    }

    @Override
    public Integer call() {
      Map<String, Object> body = new LinkedHashMap<>();
      if (displayName != null) {
        body.put("displayName", displayName);
      }
      if (region != null) {
        body.put("region", region);
      }
      limits.into(body);
      print(terminal, json, terminal.console().patch(kind.one(name), body));
      return 0;
    }
  }

  @Command(description = "Has its requests refused (suspend), or taken again (resume).")
  static final class Switch implements Callable<Integer> {
    private final Terminal terminal;
    private final Kind kind;
    private final String what;
    @Mixin private JsonFlag json = new JsonFlag();

    @Parameters(paramLabel = "NAME", description = "The tenant, or tenant/team.")
    private String name = "";

    Switch(Terminal terminal, Kind kind, String what) {
      this.terminal = terminal;
      this.kind = kind;
      this.what = what;
    }

    @Override
    public Integer call() {
      print(terminal, json, terminal.console().post(kind.one(name) + "/" + what, Map.of()));
      return 0;
    }
  }

  private static void print(Terminal terminal, JsonFlag json, JsonNode one) {
    json.print(
        terminal,
        one,
        () -> {
          Table table = new Table("NAME", "DISPLAY NAME", "REGION", "LIMITS", "");
          row(table, one);
          table.print(terminal.out());
        });
  }

  private static void row(Table table, JsonNode one) {
    String team = one.path("team").asText();
    table.row(
        one.path("tenant").asText() + (team.isEmpty() ? "" : "/" + team),
        one.path("displayName").asText(),
        one.path("region").asText(),
        LimitText.of(one.path("limits")),
        one.path("suspended").asBoolean() ? "suspended" : "");
  }
}
