package dev.strowger.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "policy",
    description = "Shows, checks, publishes and explains the routing policy.",
    synopsisSubcommandLabel = "COMMAND",
    footerHeading = "%nExamples:%n",
    footer = {
      "  strowger policy validate",
      "  strowger policy apply --source \"change 4711\"",
      "  strowger policy explain gpt-4o-mini"
    })
final class PolicyCommand {

  /** A problem as compilers print it. */
  static String line(JsonNode problem) {
    return line(problem.path("file").asText(), problem);
  }

  private static String line(String file, JsonNode problem) {
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

  /** Which files a policy is read from. */
  static final class ManifestFiles {
    @Option(
        names = "--routes",
        paramLabel = "FILE",
        description = "routes.yaml (default: the installation's compose/config/routes.yaml).")
    private String routes = "";

    @Option(
        names = "--models",
        paramLabel = "FILE",
        description = "models.yaml (default: the installation's compose/config/models.yaml).")
    private String models = "";

    Map<String, Object> read(Path root) {
      Map<String, Object> texts = new LinkedHashMap<>();
      texts.put("routes", text(root, routes, "routes.yaml"));
      texts.put("models", text(root, models, "models.yaml"));
      return texts;
    }

    /** The file as it was given, so that editors and terminals find the place. */
    String line(JsonNode problem) {
      String file = problem.path("file").asText();
      String given =
          switch (file) {
            case "routes.yaml" -> routes;
            case "models.yaml" -> models;
            default -> "";
          };
      return PolicyCommand.line(given.isEmpty() ? file : given, problem);
    }

    private static String text(Path root, String given, String name) {
      Path file =
          given.isEmpty()
              ? root.resolve("compose").resolve("config").resolve(name)
              : Path.of(given);
      try {
        return Files.readString(file);
      } catch (IOException e) {
        throw new CallFailedException("cannot read " + file + " as text: " + e.getMessage());
      }
    }
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
      footer = {"  strowger policy validate", "  strowger policy validate --routes new.yaml"})
  static final class Validate implements Callable<Integer> {
    private final Terminal terminal;
    @Mixin private JsonFlag json = new JsonFlag();
    @Mixin private ManifestFiles manifests = new ManifestFiles();

    Validate(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() {
      JsonNode answer =
          terminal.console().post("/admin/policy/validate", manifests.read(terminal.root()));
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
            answer.path("problems").forEach(p -> terminal.out().println(manifests.line(p)));
          });
      return valid ? 0 : Strowger.FAILED;
    }
  }

  @Command(
      name = "apply",
      description = "Brings manifests into force; ends with 1 if they have problems.",
      footerHeading = "%nExamples:%n",
      footer = {
        "  strowger policy apply --source \"change 4711\"",
        "  strowger policy apply --routes new.yaml --models prices.yaml"
      })
  static final class Apply implements Callable<Integer> {
    private final Terminal terminal;
    @Mixin private JsonFlag json = new JsonFlag();
    @Mixin private ManifestFiles manifests = new ManifestFiles();

    @Option(names = "--source", description = "Noted in the history (default: ${DEFAULT-VALUE}).")
    private String source = "strowger policy apply";

    Apply(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() {
      Map<String, Object> body = manifests.read(terminal.root());
      body.put("source", source);
      ConsoleClient console = terminal.console();
      ConsoleClient.Answer answer = console.put("/admin/policy", body);
      if (answer.status() == 422) {
        json.print(
            terminal,
            answer.body(),
            () ->
                answer
                    .body()
                    .path("problems")
                    .forEach(p -> terminal.out().println(manifests.line(p))));
        terminal.err().println("strowger: nothing was changed");
        return Strowger.FAILED;
      }
      JsonNode applied = console.ok(answer);
      json.print(
          terminal,
          applied,
          () ->
              terminal
                  .out()
                  .println(
                      (applied.path("changed").asBoolean()
                              ? "in force now: version "
                              : "was in force already: version ")
                          + applied.path("version").asText()));
      return 0;
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

  @Command(
      name = "explain",
      description = "Shows the decision a request would get now; nothing is sent to a provider.",
      footerHeading = "%nExamples:%n",
      footer = {
        "  strowger policy explain gpt-4o-mini",
        "  strowger policy explain gpt-4o-mini --request-id req-1 --tenant red"
      })
  static final class Explain implements Callable<Integer> {
    private final Terminal terminal;
    @Mixin private JsonFlag json = new JsonFlag();

    @Parameters(paramLabel = "MODEL", description = "The model as a client would name it.")
    private String model = "";

    @Option(names = "--request-id", description = "Seed of the draw between targets.")
    private String requestId = "";

    @Option(names = "--tenant", description = "Who asks (default: demo).")
    private String tenant = "";

    @Option(names = "--stream", description = "As if the client wanted a stream.")
    private boolean stream;

    Explain(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() {
      Map<String, Object> body = new LinkedHashMap<>();
      body.put("model", model);
      body.put("stream", stream);
      if (!requestId.isEmpty()) {
        body.put("requestId", requestId);
      }
      if (!tenant.isEmpty()) {
        body.put("tenant", tenant);
      }
      JsonNode answer = terminal.console().post("/admin/policy/explain", body);
      json.print(terminal, answer, () -> DecisionText.explained(answer, terminal.out()));
      return answer.path("outcome").asText().equals("planned") ? 0 : Strowger.FAILED;
    }
  }
}
