package dev.strowger.dialects.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryAfterTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          -|-|-|-
          2|-|-|2000
          0|-|-|0
          1.5|-|-|1500
          2|250|-|250
          x|250.2|-|251
          -5|-|-|-
          soon|-|-|-
          NaN|-|-|-
          999999999999|-|-|86400000
          Fri, 21 Nov 2025 10:00:30 GMT|-|Fri, 21 Nov 2025 10:00:00 GMT|30000
          Fri, 21 Nov 2025 09:59:59 GMT|-|Fri, 21 Nov 2025 10:00:00 GMT|-
          Fri, 21 Nov 2025 10:00:30 GMT|-|-|-
          Fri, 21 Nov 2025 10:00:30 GMT|-|yesterday|-
          """)
  void readsSecondsMillisecondsAndDates(
      @Nullable String retryAfter,
      @Nullable String retryAfterMs,
      @Nullable String date,
      @Nullable Long expectedMs) {
    Map<String, String> headers = new HashMap<>();
    put(headers, "retry-after", retryAfter);
    put(headers, "retry-after-ms", retryAfterMs);
    put(headers, "date", date);

    assertThat(RetryAfter.read(headers))
        .isEqualTo(Optional.ofNullable(expectedMs).map(Duration::ofMillis));
  }

  private static void put(Map<String, String> headers, String name, @Nullable String value) {
    if (value != null) {
      headers.put(name, value);
    }
  }
}
