package dev.strowger.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** {@code --from}, {@code --to} and {@code --last}: which part of the log is meant. */
final class TimeWindow {
  private static final Pattern SPAN = Pattern.compile("(\\d{1,6})([smhd])");

  @Option(names = "--from", paramLabel = "TIME", description = "E.g. 2026-11-20T00:00:00Z.")
  private String from = "";

  @Option(names = "--to", paramLabel = "TIME", description = "Default: now.")
  private String to = "";

  @Option(names = "--last", paramLabel = "SPAN", description = "E.g. 24h, 30m or 7d.")
  private String last = "";

  /** Whether there is just one beginning. */
  boolean said() {
    return from.isEmpty() != last.isEmpty();
  }

  void put(Map<String, Object> body) {
    Instant until = to.isEmpty() ? Instant.now().truncatedTo(ChronoUnit.MILLIS) : Instant.parse(to);
    body.put("from", last.isEmpty() ? from : until.minus(span(last)).toString());
    body.put("to", until.toString());
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
}
