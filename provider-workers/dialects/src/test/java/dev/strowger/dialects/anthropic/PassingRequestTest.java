package dev.strowger.dialects.anthropic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.dialects.Api;
import dev.strowger.dialects.Calls;
import dev.strowger.dialects.Dialect;
import dev.strowger.dialects.Dialect.Encoding;
import dev.strowger.dialects.Dialects.Family;
import dev.strowger.dialects.FailureKind;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PassingRequestTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      textBlock =
          """
          {}~{"model":"m"}
          {"model":"a","model":"b"}~{"model":"m","model":"m"}
          {"messages":"x","model":null}~{"messages":"x","model":"m"}
          {"messages":{"signature":""}}~{"messages":{"signature":""},"model":"m"}
          {"messages":[[{"id":"a:b"}],7]}~{"messages":[[{"id":"a:b"}],7],"model":"m"}
          {"messages":[{"role":"user","content":[{"type":"tool_result","tool_use_id":"a.b"},"c"]}]}~{"messages":[{"role":"user","content":[{"type":"tool_result","tool_use_id":"a_b"},"c"]}],"model":"m"}
          {"tools":[{"name":"signature","id":"a:b"}]}~{"tools":[{"name":"signature","id":"a:b"}],"model":"m"}
          """)
  void changesNothingElse(String body, String expected) {
    assertThat(encode(body))
        .isInstanceOfSatisfying(
            Encoding.Sendable.class,
            sendable -> {
              assertThat(new String(sendable.request().body(), UTF_8)).isEqualTo(expected);
              assertThat(sendable.dropped()).isEmpty();
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "{", "{\"messages\":[", "{\"messages\":[}]}", "null"})
  void refusesWhatIsNoObject(String body) {
    assertThat(encode(body))
        .isInstanceOfSatisfying(
            Encoding.Unsendable.class,
            unsendable -> assertThat(unsendable.fault().kind()).isEqualTo(FailureKind.BAD_REQUEST));
  }

  private static Encoding encode(String body) {
    Dialect.Call call =
        new Dialect.Call(
            Api.MESSAGES,
            Calls.ID,
            Calls.CREATED,
            "m",
            "any",
            false,
            false,
            false,
            Map.of(),
            body.getBytes(UTF_8));
    return new AnthropicDialect().encode(call, Calls.provider(Family.ANTHROPIC));
  }
}
