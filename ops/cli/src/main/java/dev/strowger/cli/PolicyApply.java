package dev.strowger.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "apply",
    description = "Brings manifests into force; ends with 1 if they have problems.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  strowger policy apply --policy my-policy --dry-run",
      "  strowger policy apply --policy my-policy --expect-version 3f9a04 --source \"change 4711\"",
      "  strowger policy apply --routes new.yaml --models prices.yaml"
    })
final class PolicyApply implements Callable<Integer> {
  private static final int MAX_CLASSIFIER_BYTES = 4 << 20;

  private final Terminal terminal;
  @Mixin private JsonFlag json = new JsonFlag();
  @Mixin private PolicyFiles files = new PolicyFiles();

  @Option(names = "--source", description = "Noted in the history (default: ${DEFAULT-VALUE}).")
  private String source = "strowger policy apply";

  @Option(names = "--dry-run", description = "Only say what would change.")
  private boolean dryRun;

  @Option(
      names = "--expect-version",
      paramLabel = "VERSION",
      description = "Do nothing if another version is in force; its beginning is enough.")
  private String expectVersion = "";

  @Option(
      names = "--classifier",
      paramLabel = "FILE",
      description = "A trained model of complexity (default: the one in force).")
  private String classifier = "";

  PolicyApply(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Map<String, Object> body = files.read(terminal);
    body.put("source", source);
    if (dryRun) {
      body.put("dryRun", true);
    }
    if (!expectVersion.isEmpty()) {
      body.put("expectVersion", expectVersion);
    }
    if (!classifier.isEmpty()) {
      body.put("classifierModel", classifier());
    }
    ConsoleClient console = terminal.console();
    ConsoleClient.Answer answer = console.put("/admin/policy", body);
    if (answer.status() == 422) {
      JsonNode problems = answer.body().path("problems");
      json.print(
          terminal,
          answer.body(),
          () -> problems.forEach(p -> terminal.out().println(files.line(p))));
      terminal.err().println("strowger: nothing was changed");
      return Strowger.FAILED;
    }
    JsonNode applied = console.ok(answer);
    json.print(terminal, applied, () -> print(applied));
    return 0;
  }

  private void print(JsonNode applied) {
    applied.path("warnings").forEach(w -> terminal.out().println(files.line(w) + " (warning)"));
    applied.path("summary").forEach(line -> terminal.out().println(line.asText()));
    boolean changed = applied.path("changed").asBoolean();
    String what;
    if (applied.path("dryRun").asBoolean()) {
      what = changed ? "would come into force: version " : "is in force already: version ";
    } else {
      what = changed ? "in force now: version " : "was in force already: version ";
    }
    terminal.out().println(what + applied.path("version").asText());
  }

  private String classifier() {
    Path file = Path.of(classifier);
    try {
      if (Files.size(file) > MAX_CLASSIFIER_BYTES) {
        throw new CallFailedException(file + " is larger than " + MAX_CLASSIFIER_BYTES + " bytes");
      }
      return Base64.getEncoder().encodeToString(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new CallFailedException("cannot read " + file + ": " + e.getMessage());
    }
  }
}
