package dev.strowger.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Pattern SPAN = Pattern.compile("(\\d{1,6})([smhd])");

  private final Terminal terminal;
  @Mixin private JsonFlag json = new JsonFlag();
  @Mixin private PolicyFiles files = new PolicyFiles();

  @Option(names = "--from", paramLabel = "TIME", description = "E.g. 2026-11-20T00:00:00Z.")
  private String from = "";

  @Option(names = "--to", paramLabel = "TIME", description = "Default: now.")
  private String to = "";

  @Option(names = "--last", paramLabel = "SPAN", description = "E.g. 24h, 30m or 7d.")
  private String last = "";

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

  @Option(names = "--show", paramLabel = "ID", description = "An earlier replay's report.")
  private String show = "";

  @Option(names = "--cancel", paramLabel = "ID", description = "Ends a replay.")
  private String cancel = "";

  @Option(names = "--detach", description = "Start it, and do not wait for it.")
  private boolean detach;

  PolicyReplay(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    ConsoleClient console = terminal.console();
    if (!cancel.isEmpty()) {
      JsonNode job = console.delete(PATH + "/" + ConsoleClient.segment(cancel));
      json.print(terminal, job, () -> terminal.out().println(job.path("state").asText()));
      return 0;
    }
    String id = show;
    if (id.isEmpty()) {
      if (from.isEmpty() == last.isEmpty()) {
        terminal.err().println("strowger: say --from or --last; see --help");
        return Strowger.USAGE;
      }
      id = console.post(PATH, body()).path("id").asText();
    }
    if (detach) {
      terminal.out().println(id);
      return 0;
    }
    return end(wait(console, id));
  }

  private Map<String, Object> body() {
    Map<String, Object> body = new LinkedHashMap<>();
    if (against.isEmpty()) {
      body.putAll(files.read(terminal));
    } else {
      body.put("policy", against);
    }
    Instant until = to.isEmpty() ? Instant.now().truncatedTo(ChronoUnit.MILLIS) : Instant.parse(to);
    body.put("from", last.isEmpty() ? from : until.minus(span(last)).toString());
    body.put("to", until.toString());
    if (limit > 0) {
      body.put("limit", limit);
    }
    body.put("changes", changes);
    return body;
  }

  private static Duration span(String text) {
    Matcher matcher = SPAN.matcher(text);
    if (!matcher.matches()) {
      throw new CallFailedException("--last " + text + ": expected e.g. 24h, 30m or 7d");
    }
    long number = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      default -> Duration.ofDays(number);
    };
  }

  private JsonNode wait(ConsoleClient console, String id) throws InterruptedException {
    JsonNode job = console.get(PATH + "/" + ConsoleClient.segment(id));
    while (job.path("state").asText().matches("waiting|running")) {
      terminal
          .err()
          .printf(
              Locale.ROOT,
              "\r%s: %d decisions, %.0f %%",
              id,
              job.path("decisions").asLong(),
              100 * job.path("share").asDouble());
      terminal.err().flush();
      Thread.sleep(POLL);
      job = console.get(PATH + "/" + ConsoleClient.segment(id));
    }
    return job;
  }

  private int end(JsonNode job) {
    JsonNode report = job.path("report");
    if (report.isObject()) {
      terminal
          .err()
          .println(
              "\r"
                  + job.path("id").asText()
                  + ": "
                  + job.path("decisions").asLong()
                  + " decisions in "
                  + job.path("elapsedMs").asLong()
                  + " ms");
      json.print(terminal, report, () -> ReplayText.print(report, terminal.out()));
      return 0;
    }
    terminal
        .err()
        .println(
            "\nstrowger: "
                + job.path("state").asText()
                + (job.path("problem").isTextual() ? ": " + job.path("problem").asText() : ""));
    return Strowger.FAILED;
  }
}
