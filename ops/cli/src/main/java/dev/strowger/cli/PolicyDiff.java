package dev.strowger.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "diff",
    description = "Tells what differs between two policies: routes, constraints, models, settings.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  strowger policy diff                             # in force, against the console's files",
      "  strowger policy diff --to my-policy --text",
      "  strowger policy diff --from previous --to active",
      "  strowger policy diff --from 3f9a04 --to 77aa01 --json"
    })
final class PolicyDiff implements Callable<Integer> {
  private final Terminal terminal;
  @Mixin private JsonFlag json = new JsonFlag();

  @Option(
      names = "--from",
      paramLabel = "VERSION",
      description = "A version, previous or active (default: ${DEFAULT-VALUE}).")
  private String from = "active";

  @Option(
      names = "--to",
      paramLabel = "VERSION|DIR",
      description = "A version, previous, active, or a directory (default: the console's files).")
  private String to = "";

  @Option(names = "--environment", paramLabel = "NAME", description = "Of the directory.")
  private String environment = "";

  @Option(names = "--text", description = "The files line by line, too.")
  private boolean text;

  PolicyDiff(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("from", from);
    if (!to.isEmpty() && Files.isDirectory(Path.of(to))) {
      body.put("files", PolicyFiles.gather(Path.of(to), environment));
    } else if (!to.isEmpty()) {
      body.put("to", to);
    }
    if (!environment.isEmpty()) {
      body.put("environment", environment);
    }
    if (text) {
      body.put("text", true);
    }
    JsonNode diff = terminal.console().post("/admin/policy/diff", body);
    json.print(terminal, diff, () -> print(diff));
    return 0;
  }

  private void print(JsonNode diff) {
    terminal.out().println("from " + diff.path("from").asText());
    terminal.out().println("to   " + diff.path("to").asText());
    if (diff.path("same").asBoolean()) {
      terminal.out().println("both say the same");
    }
    for (String section : List.of("routes", "constraints", "intents", "models")) {
      section(section, diff.path(section));
    }
    if (!diff.path("settings").isEmpty()) {
      terminal.out().println("settings");
      changes(diff.path("settings"), "  ");
    }
    if (diff.has("text")) {
      terminal.out().println();
      terminal.out().print(diff.path("text").asText());
    }
  }

  private void section(String name, JsonNode section) {
    if (section.path("added").isEmpty()
        && section.path("removed").isEmpty()
        && section.path("changed").isEmpty()
        && section.path("moved").isEmpty()) {
      return;
    }
    terminal.out().println(name);
    section.path("added").forEach(n -> terminal.out().println("  + " + n.asText()));
    section.path("removed").forEach(n -> terminal.out().println("  - " + n.asText()));
    section.path("moved").forEach(n -> terminal.out().println("  ~ " + n.asText() + " (moved)"));
    for (JsonNode changed : section.path("changed")) {
      terminal.out().println("  ~ " + changed.path("name").asText());
      changes(changed.path("keys"), "      ");
    }
  }

  private void changes(JsonNode changes, String indent) {
    for (JsonNode change : changes) {
      terminal
          .out()
          .println(
              indent
                  + change.path("path").asText()
                  + ": "
                  + value(change.path("from"))
                  + " → "
                  + value(change.path("to")));
    }
  }

  private static String value(JsonNode value) {
    return value.asText().isEmpty() ? "(none)" : value.asText().replaceAll("\\p{Cntrl}", " ");
  }
}
