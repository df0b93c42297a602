package dev.strowger.dialects.fault;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lengths of time as providers write them. */
final class Waits {
  private static final double LONGEST_MS = RetryAfter.LONGEST.toMillis();

  /** {@code 6m0s}, {@code 1h2m3.5s}, {@code 120ms}, {@code 34s}. */
  private static final Pattern LENGTH =
      Pattern.compile(
          "(?:(\\d{1,6})d)?(?:(\\d{1,6})h)?(?:(\\d{1,6})m(?!s))?"
              + "(?:(\\d{1,9}(?:\\.\\d{1,9})?)s)?(?:(\\d{1,9}(?:\\.\\d{1,9})?)ms)?");

  /** In a message: "Please try again in 1.2s", "Please retry after 26 seconds". */
  private static final Pattern WORDS =
      Pattern.compile(
          "(?:try again in|retry after|retry in)\\s+"
              + "(?:(\\d{1,9}(?:\\.\\d{1,9})?) ?(milliseconds?|seconds?|minutes?)|((?:\\d[\\d.]{0,15}(?:ms|[dhms]))+))");

  /** Larger numbers are a time, not a length. */
  private static final double EPOCH_SECONDS = 1e9;

  private static final double EPOCH_MILLIS = 1e12;

  private Waits() {}

  static Duration atMostLongest(Duration wait) {
    return wait.compareTo(RetryAfter.LONGEST) > 0 ? RetryAfter.LONGEST : wait;
  }

  static Optional<Duration> millis(String text) {
    return number(text, 1);
  }

  static Optional<Duration> seconds(String text) {
    return number(text, 1_000);
  }

  /** Seconds or milliseconds since the epoch. */
  static Optional<Instant> epoch(String text) {
    return parse(text)
        .filter(number -> number >= EPOCH_SECONDS && number < EPOCH_MILLIS * 100)
        .map(
            number ->
                Instant.ofEpochMilli(
                    (long) (number < EPOCH_MILLIS ? number * 1_000 : number.doubleValue())));
  }

  static Optional<Duration> length(String text) {
    Matcher parts = LENGTH.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (text.isBlank() || !parts.matches()) {
      return Optional.empty();
    }
    double ms =
        86_400_000 * part(parts, 1)
            + 3_600_000 * part(parts, 2)
            + 60_000 * part(parts, 3)
            + 1_000 * part(parts, 4)
            + part(parts, 5);
    return Optional.of(ofMillis(ms));
  }

  /** What a message asks for in words. */
  static Optional<Duration> inWords(String message) {
    String text = message.length() > 4_000 ? message.substring(0, 4_000) : message;
    Matcher words = WORDS.matcher(text.toLowerCase(Locale.ROOT));
    if (!words.find()) {
      return Optional.empty();
    }
    if (words.group(3) != null) {
      return length(words.group(3));
    }
    int unit =
        switch (words.group(2).charAt(1)) {
          case 'e' -> 1_000;
          default -> words.group(2).startsWith("mil") ? 1 : 60_000;
        };
    return number(words.group(1), unit);
  }

  /**
   * What an error object asks for: {@code retry_after} in seconds, or Google's {@code
   * details[].retryDelay}.
   */
  static Optional<Duration> inJson(JsonNode error) {
    for (JsonNode detail : error.path("details")) {
      if (detail.path("retryDelay").isTextual()) {
        return length(detail.path("retryDelay").textValue());
      }
    }
    for (String name : new String[] {"retry_after", "retry_after_seconds"}) {
      JsonNode value = error.path(name);
      if (value.isValueNode() && !value.isNull()) {
        return seconds(value.asText()).or(() -> length(value.asText()));
      }
    }
    JsonNode ms = error.path("retry_after_ms");
    return ms.isNumber() ? millis(ms.asText()) : Optional.empty();
  }

  private static double part(Matcher parts, int group) {
    return parts.group(group) == null ? 0 : Double.parseDouble(parts.group(group));
  }

  private static Optional<Duration> number(String text, int ms) {
    return parse(text).filter(number -> number >= 0).map(number -> ofMillis(number * ms));
  }

  private static Duration ofMillis(double ms) {
    return Duration.ofMillis((long) Math.ceil(Math.min(ms, LONGEST_MS)));
  }

  private static Optional<Double> parse(String text) {
    try {
      return Optional.of(Double.parseDouble(text.strip()));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
