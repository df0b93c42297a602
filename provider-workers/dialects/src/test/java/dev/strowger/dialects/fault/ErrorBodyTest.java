package dev.strowger.dialects.fault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.dialects.FailureKind;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorBodyTest {
  private static final String NOW = "Fri, 21 Nov 2025 10:00:00 GMT";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      nullValues = "-",
      textBlock =
          """
          {"error":{"message":"m","details":[{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"34.5s"}]}}|34500
          {"error":{"message":"m","retry_after":2}}|2000
          {"error":{"message":"m","retry_after_ms":250}}|250
          {"message":"m","retry_after_seconds":"3"}|3000
          {"error":{"message":"Rate limit reached. Please try again in 1.2s. Visit"}}|1200
          {"error":{"message":"Rate limit reached. Please try again in 6m0s."}}|360000
          {"error":{"message":"Please try again in 120ms."}}|120
          {"error":{"message":"Please retry after 26 seconds."}}|26000
          {"error":{"message":"Please retry after 2 minutes."}}|120000
          {"error":"Please try again in 1h1m1s"}|3661000
          {"error":{"message":"try again in a while"}}|-
          {"error":{"message":"try again in 99999999999999999999d"}}|-
          """)
  void readsWhenToCallAgainFromTheBody(String body, @Nullable Long ms) {
    assertThat(ErrorBody.read(body.getBytes(UTF_8)).retryAfter())
        .isEqualTo(Optional.ofNullable(ms).map(Duration::ofMillis));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          x-ratelimit-remaining-requests=0;x-ratelimit-reset-requests=6m0s;x-ratelimit-remaining-tokens=10;x-ratelimit-reset-tokens=1h|360000
          x-ratelimit-remaining-requests=0;x-ratelimit-reset-requests=120ms;x-ratelimit-remaining-tokens=0;x-ratelimit-reset-tokens=7.66s|7660
          x-ratelimit-remaining-requests-day=5;x-ratelimit-reset-requests-day=33011.38;x-ratelimit-remaining-tokens-minute=0;x-ratelimit-reset-tokens-minute=11.382|11382
          x-ratelimit-remaining=0;x-ratelimit-reset=3|3000
          x-ratelimit-remaining=0;x-ratelimit-reset=1763719205000|5000
          x-ratelimit-remaining=0;x-ratelimit-reset=1763719205|5000
          anthropic-ratelimit-tokens-remaining=0;anthropic-ratelimit-tokens-reset=2025-11-21T10:00:07Z|7000
          ratelimit-reset=9|9000
          x-ratelimit-remaining-requests=5;x-ratelimit-reset-requests=1s|-
          x-ratelimit-reset=soon|-
          retry-after=2;x-ratelimit-remaining=0;x-ratelimit-reset=30|2000
          retry-after=1m30s|90000
          """)
  void readsWhenALimitIsLiftedFromTheHeaders(String text, @Nullable Long ms) {
    assertThat(retryAfter(FailureKind.RATE_LIMITED, text))
        .isEqualTo(Optional.ofNullable(ms).map(Duration::ofMillis));
  }

  @Test
  void limitsDoNotMatterToOtherFaults() {
    assertThat(retryAfter(FailureKind.BAD_REQUEST, "ratelimit-reset=9")).isEmpty();
  }

  private static Optional<Duration> retryAfter(FailureKind kind, String text) {
    Map<String, String> headers = new HashMap<>(Map.of("date", NOW));
    for (String header : text.split(";")) {
      headers.put(
          header.substring(0, header.indexOf('=')), header.substring(header.indexOf('=') + 1));
    }
    return ErrorBody.read(new byte[0]).fault(kind, 429, headers).retryAfter();
  }
}
