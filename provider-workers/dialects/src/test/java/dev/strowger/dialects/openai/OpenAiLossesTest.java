package dev.strowger.dialects.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.dialects.Api;
import dev.strowger.dialects.Calls;
import dev.strowger.dialects.Dialect.Call;
import dev.strowger.dialects.Dialect.Encoding;
import dev.strowger.dialects.Dialects.Family;
import dev.strowger.dialects.FailureKind;
import dev.strowger.dialects.Provider;
import dev.strowger.dialects.Provider.Capability;
import dev.strowger.dialects.Provider.Traits;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenAiLossesTest {
  private static final Traits TEXT_ONLY =
      new Traits(
          Set.of(Capability.STREAM),
          Set.of("seed", "n", "logit_bias", "store", "user", "prompt_cache_key", "stop"),
          Set.of(),
          Map.of());

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      textBlock =
          """
          "seed":1|seed
          "n":2|n
          "logit_bias":{"1":2}|logit_bias
          "store":true|store
          "stop":["a"]|stop
          "tools":[{"type":"function"}]|tools
          "tool_choice":"required"|tool_choice
          "logprobs":true|logprobs
          "top_logprobs":2|top_logprobs
          "reasoning_effort":"low"|reasoning_effort
          "messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"https://x.example"}}]}]|messages
          "messages":[{"role":"user","content":[{"type":"input_audio","input_audio":{}}]}]|messages
          "messages":[{"role":"user","content":[{"type":"file","file":{}}]}]|messages
          "response_format":{"type":"json_object"},"messages":[{"role":"user","content":"a"}]|response_format
          """)
  void refusesWhatTheTargetCannotDoByName(String field, String param) {
    assertThat(encode(field, false))
        .isInstanceOfSatisfying(
            Encoding.Unsendable.class,
            refused -> {
              assertThat(refused.fault().kind()).isEqualTo(FailureKind.UNSUPPORTED);
              assertThat(refused.fault().param()).hasValue(param);
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      textBlock =
          """
          "seed":null
          "n":1
          "logit_bias":{}
          "store":false
          "stop":[]
          "tools":[]
          "tool_choice":"auto"
          "parallel_tool_calls":true
          "logprobs":false
          "top_logprobs":0
          """)
  void saysNothingOfWhatHoldsAnyway(String field) {
    assertThat(sendable(field, false).dropped()).isEmpty();
    assertThat(body(sendable(field, false))).isEqualTo("{\"model\":\"m\"}");
  }

  @Test
  void leavesOutAndTellsWhereTheCallerIsLenient() {
    Encoding.Sendable sent =
        sendable("\"seed\":1,\"top_p\":0.50,\"logit_bias\":{\"1\":2},\"logprobs\":true", true);

    assertThat(body(sent)).isEqualTo("{\"model\":\"m\",\"top_p\":0.50}");
    assertThat(sent.dropped()).containsExactly("seed", "logit_bias", "logprobs");
  }

  @Test
  void refusesToolsWhateverTheCallerPrefers() {
    assertThat(encode("\"tools\":[{\"type\":\"function\"}]", true))
        .isInstanceOf(Encoding.Unsendable.class);
  }

  @Test
  void leavesOutHintsEvenIfStrict() {
    Encoding.Sendable sent =
        sendable(
            "\"user\":\"u\",\"prompt_cache_key\":\"k\",\"cache_control\":{\"type\":\"ephemeral\"}",
            false);

    assertThat(body(sent)).isEqualTo("{\"model\":\"m\"}");
    assertThat(sent.dropped()).containsExactly("user", "prompt_cache_key", "cache_control");
  }

  @Test
  void changesNoByteOfAConversationWithoutForeignFields() {
    String messages =
        "\"messages\": [ {\"role\":\"user\", \"content\":\"cache_control \\u00e9\"} ], \"x\":1.500";

    assertThat(body(sendable(messages, false))).isEqualTo("{\"model\":\"m\"," + messages + "}");
  }

  @Test
  void makesNoEmbeddingsWhereTheProviderDoesNot() {
    Call chat = Calls.sync("m", "{\"input\":\"a\"}");
    Call call =
        new Call(Api.EMBEDDINGS, "r", 0, "m", "m", false, false, false, Map.of(), chat.body());

    assertThat(new OpenAiDialect().encode(call, provider()))
        .isInstanceOfSatisfying(
            Encoding.Unsendable.class,
            refused -> assertThat(refused.fault().kind()).isEqualTo(FailureKind.UNSUPPORTED));
  }

  private static Provider provider() {
    return Calls.provider(Family.OPENAI, TEXT_ONLY);
  }

  private static Encoding encode(String field, boolean lenient) {
    byte[] body = ("{\"model\":\"m\"," + field + "}").getBytes(UTF_8);
    Call call =
        new Call(Api.CHAT_COMPLETIONS, "r", 0, "m", "m", false, false, lenient, Map.of(), body);
    return new OpenAiDialect().encode(call, provider());
  }

  private static Encoding.Sendable sendable(String field, boolean lenient) {
    return switch (encode(field, lenient)) {
      case Encoding.Sendable sendable -> sendable;
      case Encoding.Known known -> throw new AssertionError(known);
      case Encoding.Unsendable(var fault) -> throw new AssertionError(List.of(fault));
    };
  }

  private static String body(Encoding.Sendable sendable) {
    return new String(sendable.request().body(), UTF_8);
  }
}
