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
import org.junit.jupiter.api.Test;
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

  @Test
  void doesNotThinkInTheMidstOfATurnThatAnotherFamilyBegan() {
    String turn =
        """
        {"thinking":{"type":"%s","budget_tokens":2048},"model":"a","messages":[\
        {"role":"user","content":"Hi"},{"role":"assistant","content":[\
        {"type":"thinking","thinking":"Hm","signature":"%s"},\
        {"type":"tool_use","id":"toolu_1__signature_Z2VtaW5pOkNp","name":"now","input":{}}]},\
        {"role":"user","content":[{"type":"tool_result",\
        "tool_use_id":"toolu_1__signature_Z2VtaW5pOkNp","content":"noon"}]}]}""";

    Encoding.Sendable others = (Encoding.Sendable) encode(turn.formatted("enabled", "gemini:Ab"));
    Encoding.Sendable own = (Encoding.Sendable) encode(turn.formatted("enabled", "ErUB"));
    Encoding.Sendable adaptive = (Encoding.Sendable) encode(turn.formatted("adaptive", "x:y"));

    assertThat(new String(others.request().body(), UTF_8))
        .isEqualTo(
            """
            {"model":"m","messages":[{"role":"user","content":"Hi"},{"role":"assistant",\
            "content":[{"type":"tool_use","id":"toolu_1","name":"now","input":{}}]},\
            {"role":"user","content":[{"type":"tool_result","tool_use_id":"toolu_1",\
            "content":"noon"}]}]}""");
    assertThat(others.dropped())
        .containsExactlyInAnyOrder(
            "thinking", "messages.1.content.0", "messages.1.content.1.signature");
    assertThat(new String(own.request().body(), UTF_8)).contains("ErUB", "budget_tokens");
    assertThat(new String(adaptive.request().body(), UTF_8)).contains("adaptive");
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
