package dev.strowger.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "policy",
    description = "Shows, checks, compares, publishes, tries and explains the routing policy.",
    synopsisSubcommandLabel = "COMMAND",
    footerHeading = "%nExamples:%n",
    footer = {
      "  strowger policy validate",
      "  strowger policy diff --to my-policy",
      "  strowger policy replay --last 24h --policy my-policy",
      "  strowger policy apply --policy my-policy --source \"change 4711\"",
      "  strowger policy rollback",
      "  strowger policy explain gpt-4o-mini"
    })
final class PolicyCommand {

  /** A problem as compilers print it. */
  static String line(JsonNode problem) {
    return line(problem.path("file").asText(), problem);
  }

  static String line(String file, JsonNode problem) {
    String path = problem.path("path").asText();
    return file
        + ":"
        + problem.path("line").asInt()
        + ":"
        + problem.path("column").asInt()
        + (path.isEmpty() ? "" : " " + path)
        + ": "
        + problem.path("message").asText();
  }

  @Command(
      name = "show",
      description = "Shows the policy in force.",
      footerHeading = "%nExamples:%n",
      footer = {"  strowger policy show", "  strowger policy show --version 3f9a04 --json"})
  static final class Show implements Callable<Integer> {
    private final Terminal terminal;
    @Mixin private JsonFlag json = new JsonFlag();

    @Option(names = "--version", description = "An earlier version; see policy history.")
    private String version = "";

    Show(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() {
      JsonNode policy =
          terminal
              .console()
              .get(
                  version.isEmpty()
                      ? "/admin/policy"
                      : "/admin/policy/history/" + ConsoleClient.segment(version));
      json.print(terminal, policy, () -> print(policy));
      return 0;
    }

    private void print(JsonNode policy) {
      terminal.out().println("# version   " + policy.path("version").asText());
      terminal.out().println("# published " + policy.path("publishedAt").asText());
      terminal.out().println("# source    " + policy.path("source").asText());
      terminal.out().print(policy.at("/manifests/routes").asText());
    }
  }

  @Command(
      name = "validate",
      description = "Checks manifests without publishing them; ends with 1 if they have problems.",
      footerHeading = "%nExamples:%n",
      footer = {
        "  strowger policy validate",
        "  strowger policy validate --policy my-policy --environment prod",
        "  strowger policy validate --routes new.yaml --models prices.yaml"
      })
  static final class Validate implements Callable<Integer> {
    private final Terminal terminal;
    @Mixin private JsonFlag json = new JsonFlag();
    @Mixin private PolicyFiles files = new PolicyFiles();

    Validate(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() {
      JsonNode answer = terminal.console().post("/admin/policy/validate", files.read(terminal));
      boolean valid = answer.path("valid").asBoolean();
      json.print(
          terminal,
          answer,
          () -> {
            if (valid) {
              terminal
                  .out()
                  .println(
                      "valid, version "
                          + answer.path("version").asText()
                          + (answer.path("inForce").asBoolean() ? " (in force)" : ""));
            }
            answer
                .path("warnings")
                .forEach(w -> terminal.out().println(files.line(w) + " (warning)"));
            answer.path("problems").forEach(p -> terminal.out().println(files.line(p)));
          });
      return valid ? 0 : Strowger.FAILED;
    }
  }

  @Command(
      name = "history",
      description = "Lists every policy that ever was in force, the newest first.",
      footerHeading = "%nExamples:%n",
      footer = {"  strowger policy history", "  strowger policy history --json"})
  static final class History implements Callable<Integer> {
    private final Terminal terminal;
    @Mixin private JsonFlag json = new JsonFlag();

    History(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() {
      JsonNode answer = terminal.console().get("/admin/policy/history");
      json.print(terminal, answer, () -> print(answer.path("versions")));
      return 0;
    }

    private void print(JsonNode versions) {
      Table table = new Table("VERSION", "PUBLISHED", "SOURCE", "");
      for (JsonNode version : versions) {
        table.row(
            version.path("version").asText(),
            version.path("publishedAt").asText(),
            version.path("source").asText(),
            version.path("active").asBoolean() ? "in force" : "");
      }
      table.print(terminal.out());
    }
  }
}
