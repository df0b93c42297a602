package dev.strowger.dialects.fault;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** When a provider asks to be called again, from its headers (names in lower case). */
final class RetryAfter {
  /** Longer waits are cut to this. */
  static final Duration LONGEST = Duration.ofDays(1);

  private static final double LONGEST_MS = LONGEST.toMillis();

  private RetryAfter() {}

  /**
   * {@code retry-after-ms}, else {@code retry-after} in seconds or as a date. A date counts from
   * the response's own {@code date}: the provider's clock against itself.
   */
  static Optional<Duration> read(Map<String, String> headers) {
    return number(headers.get("retry-after-ms"), 1)
        .or(() -> number(headers.get("retry-after"), 1000))
        .or(
            () ->
                date(headers.get("retry-after"))
                    .flatMap(
                        at ->
                            date(headers.get("date"))
                                .map(now -> Duration.between(now, at))
                                .filter(Duration::isPositive)
                                .map(wait -> wait.compareTo(LONGEST) > 0 ? LONGEST : wait)));
  }

  private static Optional<Duration> number(@Nullable String text, int ms) {
    if (text == null) {
      return Optional.empty();
    }
    try {
      double wait = Double.parseDouble(text.strip()) * ms;
      return wait >= 0
          ? Optional.of(Duration.ofMillis((long) Math.ceil(Math.min(wait, LONGEST_MS))))
          : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static Optional<Instant> date(@Nullable String text) {
    if (text == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          ZonedDateTime.parse(text.strip(), DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
