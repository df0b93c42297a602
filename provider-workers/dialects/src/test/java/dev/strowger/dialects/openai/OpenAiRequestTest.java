package dev.strowger.dialects.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.dialects.Calls;
import dev.strowger.dialects.Dialect.Call;
import dev.strowger.dialects.Dialect.Encoding;
import dev.strowger.dialects.Dialects.Family;
import dev.strowger.dialects.FailureKind;
import dev.strowger.dialects.Provider.Quirk;
import dev.strowger.dialects.ProviderRequest;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenAiRequestTest {
  private final OpenAiDialect dialect = new OpenAiDialect();

  @Test
  void addressesTheChatCompletionsOfTheBaseUrl() {
    ProviderRequest request = sendable(Calls.stream("m", "{}", false));

    assertThat(request.uri())
        .isEqualTo(URI.create("https://provider.example/base/chat/completions"));
    assertThat(request.headers())
        .isEqualTo(
            Map.of(
                "content-type", "application/json",
                "accept", "text/event-stream",
                "x-team", "ml"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"model\":\"a\"}|{\"model\":\"m\\\"1\"}",
        "{}|{\"model\":\"m\\\"1\"}",
        "{\"model\":\"a\",\"model\":\"b\"}|{\"model\":\"m\\\"1\",\"model\":\"m\\\"1\"}",
        "{\"model\":\"a\",\"max_tokens\":5}|{\"model\":\"m\\\"1\",\"max_tokens\":5}",
        "{\"model\":\"a\",\"max_completion_tokens\":5}|{\"model\":\"m\\\"1\",\"max_completion_tokens\":5}",
        "{\"mod\\u0065l\":\"a\"}|{\"mod\\u0065l\":\"m\\\"1\"}",
      })
  void changesOnlyTheModelOfASyncCall(String body, String expected) {
    assertThat(body(sendable(Calls.sync("m\"1", body)))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"model\":\"m\"}|{\"model\":\"m\",\"stream_options\":{\"include_usage\":true}}",
        "{\"stream_options\":null,\"model\":\"m\"}|{\"stream_options\":{\"include_usage\":true},\"model\":\"m\"}",
        "{\"stream_options\":{\"include_usage\":false,\"a\":1},\"model\":\"m\"}|{\"stream_options\":{\"include_usage\":true,\"a\":1},\"model\":\"m\"}",
      })
  void asksForTheUsageOfEveryStream(String body, String expected) {
    assertThat(body(sendable(Calls.stream("m", body, false)))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"model\":\"m\",\"max_tokens\":5}|{\"model\":\"m\",\"max_tokens\":5}",
        "{\"model\":\"m\",\"max_completion_tokens\":5}|{\"model\":\"m\",\"max_tokens\":5}",
        "{\"max_tokens\":9,\"model\":\"m\",\"max_completion_tokens\":5}|{\"model\":\"m\",\"max_tokens\":5}",
        "{\"max_completion_tokens\":5,\"model\":\"m\",\"max_tokens\":9}|{\"max_tokens\":5,\"model\":\"m\"}",
        "{\"model\":\"m\",\"stream_options\":{\"include_usage\":true}}|{\"model\":\"m\"}",
      })
  void speaksTheOlderDialectOfAProviderWithQuirks(String body, String expected) {
    Call call = Calls.stream("m", body, true);

    assertThat(body(sendable(call, Quirk.MAX_TOKENS, Quirk.NO_STREAM_OPTIONS))).isEqualTo(expected);
  }

  @Test
  void carriesABodyOfThirtyMegabytes() {
    String image = "A".repeat(30 << 20);
    String rest = ",\"messages\":[{\"content\":\"data:image/png;base64," + image + "\"}]}";

    byte[] body = sendable(Calls.sync("gpt-4o-mini", "{\"model\":\"a\"" + rest)).body();

    assertThat(new String(body, UTF_8).equals("{\"model\":\"gpt-4o-mini\"" + rest)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "{", "not json", "{\"model\":\"a\"} x"})
  void refusesABodyThatIsNoObject(String body) {
    Encoding encoding = dialect.encode(Calls.sync("m", body), Calls.provider(Family.OPENAI));

    assertThat(encoding)
        .isInstanceOfSatisfying(
            Encoding.Unsendable.class,
            u -> assertThat(u.fault().kind()).isEqualTo(FailureKind.BAD_REQUEST));
  }

  private ProviderRequest sendable(Call call, Quirk... quirks) {
    return switch (dialect.encode(call, Calls.provider(Family.OPENAI, quirks))) {
      case Encoding.Sendable(ProviderRequest request, var _) -> request;
      case Encoding.Known _ -> throw new AssertionError("nothing to send");
      case Encoding.Unsendable(var fault) -> throw new AssertionError(fault);
    };
  }

  private static String body(ProviderRequest request) {
    return new String(request.body(), UTF_8);
  }
}
