package dev.strowger.ingress;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.records.Failure;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class OpenAiErrorTest {
  @Test
  void isExactlyOpenAisObject() {
    OpenAiError error = OpenAiError.invalid(400, "invalid_type", "n", "no \"n\"\n");

    assertThat(new String(error.json(), UTF_8))
        .isEqualTo(
            "{\"error\":{\"message\":\"no \\\"n\\\"\\n\",\"type\":\"invalid_request_error\","
                + "\"param\":\"n\",\"code\":\"invalid_type\"}}");
  }

  @Test
  void keepsNullsAsNulls() {
    assertThat(new String(OpenAiError.invalid(400, null, null, "m").json(), UTF_8))
        .endsWith("\"param\":null,\"code\":null}}");
  }

  @Test
  void isTheLastEventOfAStream() {
    assertThat(Refusals.interrupted().event().toString(UTF_8))
        .startsWith("data: {\"error\":{\"message\":")
        .contains("\"type\":\"server_error\"", "\"code\":\"stream_interrupted\"")
        .endsWith("}}\n\n");
  }

  @Test
  void takesAFailureOver() {
    OpenAiError error =
        OpenAiError.of(
            Failure.newBuilder()
                .setStatus(429)
                .setType("rate_limit_error")
                .setCode("rate_limit_exceeded")
                .setMessage("slow down")
                .setRetryAfterMs(1500L)
                .build());

    assertThat(error)
        .isEqualTo(
            new OpenAiError(
                429,
                "rate_limit_error",
                "rate_limit_exceeded",
                null,
                "slow down",
                Duration.ofMillis(1500)));
  }

  @Test
  void makesAStatusThatIsNoErrorABadGateway() {
    assertThat(new OpenAiError(200, "t", null, null, "m", Duration.ZERO).status()).isEqualTo(502);
  }

  @Test
  void boundsWhatItSays() {
    OpenAiError error = OpenAiError.invalid(400, null, "p".repeat(1000), "x".repeat(100_000));

    assertThat(error.message()).hasSize(OpenAiError.MAX_MESSAGE_CHARS);
    assertThat(error.param()).hasSize(128);
  }
}
