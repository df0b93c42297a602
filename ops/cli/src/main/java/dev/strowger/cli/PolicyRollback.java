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
    name = "rollback",
    description = {
      "Brings an earlier policy into force again, with what was learnt then.",
      "The manifests on disk stay as they are, and come into force when they are changed."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  strowger policy rollback",
      "  strowger policy rollback 3f9a04 --source \"incident 9\" --expect-version 77aa01"
    })
final class PolicyRollback implements Callable<Integer> {
  private final Terminal terminal;
  @Mixin private JsonFlag json = new JsonFlag();

  @Parameters(
      paramLabel = "VERSION",
      arity = "0..1",
      description = "See policy history; previous is the one before (default: ${DEFAULT-VALUE}).")
  private String version = "previous";

  @Option(names = "--source", description = "Noted in the history.")
  private String source = "";

  @Option(
      names = "--expect-version",
      paramLabel = "VERSION",
      description = "Do nothing if another version is in force; its beginning is enough.")
  private String expectVersion = "";

  PolicyRollback(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("version", version);
    if (!source.isEmpty()) {
      body.put("source", source);
    }
    if (!expectVersion.isEmpty()) {
      body.put("expectVersion", expectVersion);
    }
    JsonNode answer = terminal.console().post("/admin/policy/rollback", body);
    json.print(terminal, answer, () -> print(answer));
    return 0;
  }

  private void print(JsonNode answer) {
    answer.path("warnings").forEach(w -> terminal.err().println("strowger: " + w.asText()));
    terminal
        .out()
        .println(
            (answer.path("changed").asBoolean()
                    ? "in force again: version "
                    : "was in force already: version ")
                + answer.path("version").asText());
  }
}
