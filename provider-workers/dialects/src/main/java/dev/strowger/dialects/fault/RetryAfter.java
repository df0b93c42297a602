package dev.strowger.dialects.fault;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** When a provider asks to be called again, from its headers (names in lower case). */
final class RetryAfter {
  /** Longer waits are cut to this. */
  static final Duration LONGEST = Duration.ofDays(1);

  private RetryAfter() {}

  /**
   * {@code retry-after-ms}, else {@code retry-after} in seconds, as a length of time or as a date.
   * A date counts from the response's own {@code date}: the provider's clock against itself.
   */
  static Optional<Duration> read(Map<String, String> headers) {
    return text(headers, "retry-after-ms")
        .flatMap(Waits::millis)
        .or(() -> text(headers, "retry-after").flatMap(Waits::seconds))
        .or(() -> text(headers, "retry-after").flatMap(Waits::length))
        .or(() -> text(headers, "retry-after").flatMap(at -> until(date(at), headers)))
        .filter(Predicate.not(Duration::isNegative));
  }

  /**
   * When a limit that has been hit is lifted, from the families of rate-limit headers: {@code
   * x-ratelimit-remaining-requests} with {@code x-ratelimit-reset-requests}, also with words behind
   * (Cerebras), and {@code anthropic-ratelimit-tokens-remaining} with {@code …-reset}. Only limits
   * with nothing remaining count, the longest of them; a lone reset without its remaining counts
   * too.
   */
  static Optional<Duration> limits(Map<String, String> headers) {
    Duration longest = null;
    for (Map.Entry<String, String> header : headers.entrySet()) {
      String name = header.getKey();
      if (!name.contains("ratelimit") || !name.contains("reset")) {
        continue;
      }
      String remaining = headers.get(name.replace("reset", "remaining"));
      if (remaining != null && !exhausted(remaining)) {
        continue;
      }
      Duration wait = reset(header.getValue(), headers);
      if (wait != null && (longest == null || wait.compareTo(longest) > 0)) {
        longest = wait;
      }
    }
    return Optional.ofNullable(longest);
  }

  private static boolean exhausted(String remaining) {
    return Waits.seconds(remaining).filter(Duration::isPositive).isEmpty();
  }

  /** A length of time, seconds, seconds or milliseconds since the epoch, or a date. */
  private static @Nullable Duration reset(String value, Map<String, String> headers) {
    return Waits.epoch(value)
        .flatMap(at -> until(Optional.of(at), headers))
        .or(() -> Waits.epoch(value).isPresent() ? Optional.empty() : Waits.seconds(value))
        .or(() -> Waits.length(value))
        .or(() -> until(date(value), headers))
        .orElse(null);
  }

  private static Optional<Duration> until(Optional<Instant> at, Map<String, String> headers) {
    return at.flatMap(
        then ->
            text(headers, "date")
                .flatMap(RetryAfter::date)
                .map(now -> Duration.between(now, then))
                .filter(Duration::isPositive)
                .map(Waits::atMostLongest));
  }

  private static Optional<String> text(Map<String, String> headers, String name) {
    return Optional.ofNullable(headers.get(name)).map(String::strip);
  }

  private static Optional<Instant> date(String text) {
    for (DateTimeFormatter format :
        new DateTimeFormatter[] {
          DateTimeFormatter.RFC_1123_DATE_TIME, DateTimeFormatter.ISO_OFFSET_DATE_TIME
        }) {
      try {
        return Optional.of(ZonedDateTime.parse(text.strip(), format).toInstant());
      } catch (DateTimeParseException e) {
        // The next format.
      }
    }
    return Optional.empty();
  }
}
