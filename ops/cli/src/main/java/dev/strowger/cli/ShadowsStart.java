package dev.strowger.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "start",
    description = {
      "Gives past requests to shadows: their targets are called, and that costs money.",
      "Callers notice nothing. A request that a shadow has had already is left out."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  strowger shadows start --last 1h --limit 200",
      "  strowger shadows start --from 2026-11-20T00:00:00Z --to 2026-11-20T06:00:00Z"
          + " --shadow haiku-trial",
      "  strowger shadows start --last 24h --policy my-policy --detach",
      "  strowger shadows start --cancel shadow-3"
    })
final class ShadowsStart implements Callable<Integer> {
  private static final String PATH = "/admin/shadow-runs";

  private final Terminal terminal;
  @Mixin private JsonFlag json = new JsonFlag();
  @Mixin private PolicyFiles files = new PolicyFiles();
  @Mixin private TimeWindow window = new TimeWindow();
  @Mixin private ConsoleJob job = new ConsoleJob();

  @Option(names = "--shadow", paramLabel = "NAME", description = "Copies for this one only.")
  private String shadow = "";

  @Option(
      names = "--limit",
      paramLabel = "NUMBER",
      description = "Copies at most, of the earliest requests (default: ${DEFAULT-VALUE}).")
  private Long limit = 1_000L;

  ShadowsStart(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    String begun = "";
    if (job.begins()) {
      if (!window.said()) {
        terminal.err().println("strowger: say --from or --last; see --help");
        return Strowger.USAGE;
      }
      begun = terminal.console().post(PATH, body()).path("id").asText();
    }
    return job.follow(terminal, json, new ConsoleJob.Kind(PATH, "copies", this::print), begun);
  }

  /** Without files, the policy in force decides. */
  private Map<String, Object> body() {
    Map<String, Object> body = new LinkedHashMap<>();
    if (files.given()) {
      body.putAll(files.read(terminal));
    }
    window.put(body);
    body.put("limit", limit);
    if (!shadow.isEmpty()) {
      body.put("shadow", shadow);
    }
    return body;
  }

  private void print(JsonNode report) {
    JsonNode totals = report.path("totals");
    terminal.out().println("policy    " + report.at("/window/policyVersion").asText());
    line("requests  ", totals, "requests", "looked at");
    line("copies    ", totals, "copies", "made");
    for (Map.Entry<String, JsonNode> one : report.path("shadows").properties()) {
      terminal.out().println("          " + one.getValue().asLong() + " for " + one.getKey());
    }
    line("left out  ", totals, "standing", "copies that were made before");
    line("          ", totals, "refused", "requests that the policy refuses");
    line("          ", totals, "notLookedAt", "requests not looked at for what the policy goes by");
    line("          ", totals, "tooLarge", "copies too large for their topic");
    line("          ", totals, "unreadable", "unreadable records");
  }

  private void line(String title, JsonNode totals, String name, String what) {
    terminal.out().println(title + totals.path(name).asLong() + " " + what);
  }
}
