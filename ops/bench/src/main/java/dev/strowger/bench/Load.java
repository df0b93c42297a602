package dev.strowger.bench;

import dev.strowger.bench.Measurement.Latency;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Formatter;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Sends a number of requests to a gateway and counts who answered. */
@Command(
    name = "load",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Sends requests at a fixed rate and prints who answered how many, errors, and latencies.",
      "Exit code 1 when any request failed."
    })
final class Load implements Callable<Integer> {
  @Option(names = "--endpoint", required = true, description = "Root or /v1 URL of the gateway.")
  private URI endpoint = URI.create("");

  @Option(names = "--key", defaultValue = "", description = "Bearer key.")
  private String key = "";

  @Option(names = "--count", defaultValue = "10000", description = "Default: ${DEFAULT-VALUE}")
  private long count;

  @Option(
      names = "--rate",
      defaultValue = "300",
      description = "Requests a second. Default: ${DEFAULT-VALUE}")
  private double rate;

  @Option(
      names = "--model",
      defaultValue = "gpt-4o-mini",
      description = "Default: ${DEFAULT-VALUE}")
  private String model = "";

  @Option(
      names = "--answer-words",
      defaultValue = "20",
      description = "Length of the answers. Default: ${DEFAULT-VALUE}")
  private int answerWords;

  @Option(names = "--stream", description = "Ask for streamed answers.")
  private boolean stream;

  @Option(names = "--json", description = "Also write the figures to this file.")
  private @Nullable Path json;

  @Override
  public Integer call() throws Exception {
    Measurement measured;
    try (HttpTarget target =
        new HttpTarget(endpoint, key, new Question(model, answerWords, stream))) {
      measured = OpenLoop.run(new Schedule(rate, count), target);
    }
    System.out.print(table(measured));
    if (json != null) {
      Files.writeString(json, MeasurementJson.write(measured).toPrettyString() + "\n");
    }
    return measured.bad() == 0 ? 0 : 1;
  }

  static String table(Measurement measured) {
    Formatter out = new Formatter(Locale.ROOT);
    out.format(
        "%d sent, %d answered, %d failed, %.1f/s%n",
        measured.schedule().count(), measured.good(), measured.bad(), measured.throughput());
    for (Map.Entry<String, Long> one : measured.served().entrySet()) {
      String who = one.getKey().isEmpty() ? "(not said)" : one.getKey();
      out.format(
          "  %-40s %8d  %5.1f %%%n", who, one.getValue(), 100.0 * one.getValue() / measured.good());
    }
    measured.problems().forEach((what, times) -> out.format("  failed: %-32s %8d%n", what, times));
    out.format("  whole answer: %s%n", latency(measured.latency()));
    out.format("  first byte:   %s%n", latency(measured.firstLatency()));
    return out.toString();
  }

  private static String latency(Latency latency) {
    return String.format(
        Locale.ROOT,
        "p50 %.2f ms, p95 %.2f ms, p99 %.2f ms, max %.2f ms",
        latency.p50() / 1e3,
        latency.p95() / 1e3,
        latency.p99() / 1e3,
        latency.max() / 1e3);
  }
}
