package dev.strowger.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import picocli.CommandLine.Option;

/** Work that the console does in the background: shown, cancelled, or waited for. */
final class ConsoleJob {
  private static final Duration POLL = Duration.ofMillis(500);

  @Option(names = "--show", paramLabel = "ID", description = "An earlier one's report.")
  private String show = "";

  @Option(names = "--cancel", paramLabel = "ID", description = "Ends one.")
  private String cancel = "";

  @Option(names = "--detach", description = "Start it, and do not wait for it.")
  private boolean detach;

  /** Whether a new one is meant. */
  boolean begins() {
    return show.isEmpty() && cancel.isEmpty();
  }

  /**
   * What jobs of one kind are like.
   *
   * @param path of them all
   * @param unit what is counted, e.g. {@code decisions}
   * @param print of a report
   * @param code the exit code that a report means
   */
  record Kind(String path, String unit, Consumer<JsonNode> print, ToIntFunction<JsonNode> code) {
    /** Of which every report is a success. */
    Kind(String path, String unit, Consumer<JsonNode> print) {
      this(path, unit, print, report -> 0);
    }
  }

  /**
   * @param begun id of a new one; not looked at unless {@link #begins()}
   * @return the exit code
   */
  int follow(Terminal terminal, JsonFlag json, Kind kind, String begun)
      throws InterruptedException {
    return follow(terminal, json, kind, begun, report -> {});
  }

  /**
   * @param seen takes the report, printed or not
   */
  int follow(Terminal terminal, JsonFlag json, Kind kind, String begun, Consumer<JsonNode> seen)
      throws InterruptedException {
    ConsoleClient console = terminal.console();
    if (!cancel.isEmpty()) {
      JsonNode job = console.delete(kind.path() + "/" + ConsoleClient.segment(cancel));
      json.print(terminal, job, () -> terminal.out().println(job.path("state").asText()));
      return 0;
    }
    if (detach) {
      terminal.out().println(begins() ? begun : show);
      return 0;
    }
    JsonNode ended = wait(terminal, kind, begins() ? begun : show);
    seen.accept(ended.path("report"));
    return end(terminal, json, kind, ended);
  }

  private static JsonNode wait(Terminal terminal, Kind kind, String id)
      throws InterruptedException {
    String path = kind.path() + "/" + ConsoleClient.segment(id);
    JsonNode job = terminal.console().get(path);
    while (job.path("state").asText().matches("waiting|running")) {
      terminal
          .err()
          .printf(
              Locale.ROOT,
              "\r%s: %d %s, %.0f %%",
              id,
              job.path(kind.unit()).asLong(),
              kind.unit(),
              100 * job.path("share").asDouble());
      terminal.err().flush();
      Thread.sleep(POLL);
      job = terminal.console().get(path);
    }
    return job;
  }

  private static int end(Terminal terminal, JsonFlag json, Kind kind, JsonNode job) {
    JsonNode report = job.path("report");
    if (report.isObject()) {
      terminal
          .err()
          .println(
              "\r"
                  + job.path("id").asText()
                  + ": "
                  + job.path(kind.unit()).asLong()
                  + " "
                  + kind.unit()
                  + " in "
                  + job.path("elapsedMs").asLong()
                  + " ms");
      json.print(terminal, report, () -> kind.print().accept(report));
      return kind.code().applyAsInt(report);
    }
    terminal
        .err()
        .println(
            "\nstrowger: "
                + job.path("state").asText()
                + " after "
                + job.path(kind.unit()).asLong()
                + " "
                + kind.unit()
                + (job.path("problem").isTextual() ? ": " + job.path("problem").asText() : ""));
    return Strowger.FAILED;
  }
}
