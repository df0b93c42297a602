package dev.strowger.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "experiments",
    description = "Lists, stops and resumes the experiments of the policy in force.",
    synopsisSubcommandLabel = "COMMAND",
    footerHeading = "%nExamples:%n",
    footer = {
      "  strowger experiments list",
      "  strowger experiments stop haiku-trial --reason \"complaints\"",
      "  strowger experiments resume haiku-trial"
    })
final class ExperimentsCommand {
  private static final String PATH = "/admin/experiments";

  @Command(
      name = "list",
      description = "Lists them, and why some are stopped.",
      footerHeading = "%nExamples:%n",
      footer = {"  strowger experiments list", "  strowger experiments list --json"})
  static final class ListAll implements Callable<Integer> {
    private final Terminal terminal;
    @Mixin private JsonFlag json = new JsonFlag();

    ListAll(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() {
      JsonNode answer = terminal.console().get(PATH);
      json.print(
          terminal,
          answer,
          () -> {
            Table table = new Table("NAME", "ROUTE", "SHARE", "STATE", "WHY");
            for (JsonNode one : answer.path("experiments")) {
              table.row(
                  one.path("name").asText(),
                  one.path("route").asText(),
                  one.path("share").asText(),
                  state(one),
                  one.path("reason").asText());
            }
            table.print(terminal.out());
          });
      return 0;
    }
  }

  @Command(
      name = "stop",
      description = "All requests get the control arm from now on.",
      footerHeading = "%nExamples:%n",
      footer = {"  strowger experiments stop haiku-trial --reason \"complaints\""})
  static final class Stop implements Callable<Integer> {
    private final Terminal terminal;
    @Mixin private Named named = new Named();

    Stop(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() {
      return named.set(terminal, "stop");
    }
  }

  @Command(
      name = "resume",
      description = "Lets it go on; what was before does not count against it.",
      footerHeading = "%nExamples:%n",
      footer = {"  strowger experiments resume haiku-trial"})
  static final class Resume implements Callable<Integer> {
    private final Terminal terminal;
    @Mixin private Named named = new Named();

    Resume(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() {
      return named.set(terminal, "resume");
    }
  }

  /** Which experiment is meant. */
  static final class Named {
    @Mixin private JsonFlag json = new JsonFlag();

    @Parameters(paramLabel = "NAME", description = "See experiments list.")
    private String name = "";

    @Option(names = "--reason", paramLabel = "TEXT", description = "Is shown in the list.")
    private String reason = "";

    int set(Terminal terminal, String what) {
      JsonNode answer =
          terminal
              .console()
              .post(
                  PATH + "/" + ConsoleClient.segment(name) + "/" + what,
                  reason.isEmpty() ? Map.of() : Map.of("reason", reason));
      json.print(terminal, answer, () -> terminal.out().println(name + ": " + state(answer)));
      return 0;
    }
  }

  private static String state(JsonNode experiment) {
    if (experiment.path("stopped").asBoolean()) {
      return "stopped";
    }
    return experiment.path("running").asBoolean() ? "running" : "not running";
  }
}
