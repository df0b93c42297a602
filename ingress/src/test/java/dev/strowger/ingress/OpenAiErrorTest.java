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

    assertThat(new String(ErrorFormat.OPENAI.body(error, "req_1"), UTF_8))
        .isEqualTo(
            "{\"error\":{\"message\":\"no \\\"n\\\"\\n\",\"type\":\"invalid_request_error\","
                + "\"param\":\"n\",\"code\":\"invalid_type\"}}");
  }

  @Test
  void keepsNullsAsNulls() {
    assertThat(
            new String(
                ErrorFormat.OPENAI.body(OpenAiError.invalid(400, null, null, "m"), "req_1"), UTF_8))
        .endsWith("\"param\":null,\"code\":null}}");
  }

  @Test
  void isTheLastEventOfAStream() {
    assertThat(ErrorFormat.OPENAI.event(Refusals.interrupted(), "req_1", 3).toString(UTF_8))
        .startsWith("data: {\"error\":{\"message\":")
        .contains("\"type\":\"server_error\"", "\"code\":\"stream_interrupted\"")
        .endsWith("}}\n\n");
  }

  @Test
  void isAnthropicsObjectForAnthropicsClients() {
    OpenAiError error = OpenAiError.invalid(400, "invalid_type", "n", "m");

    assertThat(new String(ErrorFormat.ANTHROPIC.body(error, "req_1"), UTF_8))
        .isEqualTo(
            "{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\","
                + "\"message\":\"m\"},\"request_id\":\"req_1\"}");
    assertThat(ErrorFormat.ANTHROPIC.event(Refusals.full(), "req_1", 3).toString(UTF_8))
        .startsWith("event: error\ndata: {\"type\":\"error\"")
        .contains("\"overloaded_error\"")
        .endsWith("}\n\n");
  }

  @Test
  void isANumberedEventInAStreamOfTheResponsesApi() {
    assertThat(ErrorFormat.RESPONSES.event(Refusals.interrupted(), "req_1", 3).toString(UTF_8))
        .isEqualTo(
            "event: error\ndata: {\"type\":\"error\",\"code\":\"stream_interrupted\","
                + "\"message\":\"The answer broke off before it was complete.\",\"param\":null,"
                + "\"sequence_number\":3,"
                + "\"error\":{\"message\":\"The answer broke off before it was complete.\","
                + "\"type\":\"server_error\",\"param\":null,"
                + "\"code\":\"stream_interrupted\"}}\n\n");
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
