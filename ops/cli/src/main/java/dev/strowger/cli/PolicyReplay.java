package dev.strowger.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "replay",
    description = {
      "Makes recorded decisions again with another policy; no provider is asked.",
      "Tells who would be asked, what would be refused, and what it would cost."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  strowger policy replay --last 24h --policy my-policy",
      "  strowger policy replay --from 2026-11-20T00:00:00Z --to 2026-11-21T00:00:00Z"
          + " --policy my-policy --changes 200 --json",
      "  strowger policy replay --last 2h --against previous",
      "  strowger policy replay --show replay-3",
      "  strowger policy replay --cancel replay-3"
    })
final class PolicyReplay implements Callable<Integer> {
  private static final String PATH = "/admin/policy/replays";

  private final Terminal terminal;
  @Mixin private JsonFlag json = new JsonFlag();
  @Mixin private PolicyFiles files = new PolicyFiles();
  @Mixin private TimeWindow window = new TimeWindow();
  @Mixin private ConsoleJob job = new ConsoleJob();

  @Option(
      names = "--against",
      paramLabel = "VERSION",
      description = "A version, previous or active, instead of files.")
  private String against = "";

  @Option(names = "--limit", paramLabel = "NUMBER", description = "The earliest decisions only.")
  private Long limit = 0L;

  @Option(
      names = "--changes",
      paramLabel = "NUMBER",
      description = "Changed decisions that are shown (default: ${DEFAULT-VALUE}).")
  private Integer changes = 50;

  PolicyReplay(Terminal terminal) {
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
    ConsoleJob.Kind replays =
        new ConsoleJob.Kind(PATH, "decisions", report -> ReplayText.print(report, terminal.out()));
    return job.follow(terminal, json, replays, begun);
  }

  private Map<String, Object> body() {
    Map<String, Object> body = new LinkedHashMap<>();
    if (against.isEmpty()) {
      body.putAll(files.read(terminal));
    } else {
      body.put("policy", against);
    }
    window.put(body);
    if (limit > 0) {
      body.put("limit", limit);
    }
    body.put("changes", changes);
    return body;
  }
}
