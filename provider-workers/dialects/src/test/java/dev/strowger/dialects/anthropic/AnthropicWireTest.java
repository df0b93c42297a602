package dev.strowger.dialects.anthropic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.dialects.Api;
import dev.strowger.dialects.Calls;
import dev.strowger.dialects.Dialect;
import dev.strowger.dialects.Dialect.Encoding;
import dev.strowger.dialects.Dialects;
import dev.strowger.dialects.Dialects.Family;
import dev.strowger.dialects.Losses;
import dev.strowger.dialects.Provider;
import dev.strowger.dialects.ProviderRequest;
import dev.strowger.dialects.api.messages.MessagesApi;
import dev.strowger.dialects.conversation.Conversation;
import dev.strowger.dialects.wire.TokenCountWire;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a conversation becomes that clients of OpenAI's API cannot express. */
class AnthropicWireTest {
  private final Losses losses = new Losses(false);

  @Test
  void writesBackWhatItsOwnClientsSay() {
    String body =
        """
        {"max_tokens":10,"top_k":5,
         "system":[{"type":"text","text":"Brief.","cache_control":{"type":"ephemeral","ttl":"1h"}}],
         "tools":[{"name":"t","description":"d","input_schema":{"type":"object"},"cache_control":{"type":"ephemeral"}}],
         "tool_choice":{"type":"auto","disable_parallel_tool_use":true},
         "metadata":{"user_id":"u"},
         "messages":[
          {"role":"user","content":[{"type":"document","title":"p","source":{"type":"url","url":"https://example.com/p.pdf"}}]},
          {"role":"assistant","content":[{"type":"thinking","thinking":"Hm.","signature":"sig"},{"type":"redacted_thinking","data":"x"},{"type":"tool_use","id":"toolu_1","name":"t","input":{"a":1.50}}]},
          {"role":"user","content":[{"type":"tool_result","tool_use_id":"toolu_1","is_error":true,"content":[{"type":"image","source":{"type":"base64","media_type":"image/png","data":"AA=="}}],"cache_control":{"type":"ephemeral"}},{"type":"text","text":"On","cache_control":{"type":"ephemeral"}}]}]}
        """;

    assertThat(written(body))
        .isEqualTo(
            """
            {"model":"claude-sonnet-4-5",\
            "tools":[{"name":"t","description":"d","input_schema":{"type":"object"},"cache_control":{"type":"ephemeral"}}],\
            "tool_choice":{"type":"auto","disable_parallel_tool_use":true},\
            "system":[{"type":"text","text":"Brief.","cache_control":{"type":"ephemeral","ttl":"1h"}}],\
            "messages":[\
            {"role":"user","content":[{"type":"document","source":{"type":"url","url":"https://example.com/p.pdf"},"title":"p"}]},\
            {"role":"assistant","content":[{"type":"thinking","thinking":"Hm.","signature":"sig"},{"type":"redacted_thinking","data":"x"},{"type":"tool_use","id":"toolu_1","name":"t","input":{"a":1.50}}]},\
            {"role":"user","content":[{"type":"tool_result","tool_use_id":"toolu_1","content":[{"type":"image","source":{"type":"base64","media_type":"image/png","data":"AA=="}}],"is_error":true,"cache_control":{"type":"ephemeral"}},{"type":"text","text":"On","cache_control":{"type":"ephemeral"}}]}],\
            "max_tokens":10,"top_k":5,"metadata":{"user_id":"u"}}""");
    assertThat(losses.dropped()).isEmpty();
    assertThat(losses.fault()).isEmpty();
  }

  @Test
  void keepsTheLastFourCacheMarks() {
    String marked =
        "{\"type\":\"text\",\"text\":\"T%d\",\"cache_control\":{\"type\":\"ephemeral\"}}";
    String body =
        "{\"max_tokens\":1,\"messages\":[{\"role\":\"user\",\"content\":["
            + String.join(
                ",",
                marked.formatted(1),
                marked.formatted(2),
                marked.formatted(3),
                marked.formatted(4),
                marked.formatted(5))
            + "]}]}";

    String json = written(body);

    assertThat(json).contains("\"T1\"},").contains("\"T2\",\"cache_control\"");
    assertThat(losses.dropped()).containsExactly("cache_control");
  }

  @Test
  void tellsOfMarksThatHaveNoPlaceAndThoughtsOfOthers() {
    written(
        """
        {"max_tokens":1,"messages":[{"role":"assistant","content":[
          {"type":"thinking","thinking":"a","signature":"","cache_control":{"type":"ephemeral"}},
          {"type":"text","text":"b"}]}]}
        """);

    assertThat(losses.dropped()).containsExactly("messages[0].reasoning_content", "cache_control");
  }

  @ParameterizedTest
  @CsvSource({
    "chat_completions,false,/publishers/anthropic/models/claude-opus-4-1@20250805:rawPredict",
    "chat_completions,true,/publishers/anthropic/models/claude-opus-4-1@20250805:streamRawPredict",
    "messages,false,/publishers/anthropic/models/claude-opus-4-1@20250805:rawPredict",
    "messages,true,/publishers/anthropic/models/claude-opus-4-1@20250805:streamRawPredict",
    "count_tokens,false,/publishers/anthropic/models/count-tokens:rawPredict"
  })
  void addressesClaudeOnVertex(String api, boolean stream, String path) {
    ProviderRequest request = request(api, stream, vertex());

    assertThat(request.uri()).hasToString("https://provider.example/base" + path);
    assertThat(request.headers()).doesNotContainKey("anthropic-version");
  }

  @Test
  void addressesTheCountOfTokens() {
    ProviderRequest request = request("count_tokens", false, Calls.provider(Family.ANTHROPIC));

    assertThat(request.uri()).hasToString("https://provider.example/base/v1/messages/count_tokens");
    assertThat(request.headers()).containsEntry("anthropic-version", "2023-06-01");
  }

  @Test
  void countsWhatIsSaidToTheModel() {
    Conversation asked =
        read("{\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}");
    TokenCountWire wire = new AnthropicWire().tokenCount().orElseThrow();

    ProviderRequest request =
        wire.write(
            asked, Calls.sync("claude-opus-4-7", "{}"), Calls.provider(Family.ANTHROPIC), losses);

    assertThat(new String(request.body(), UTF_8))
        .isEqualTo(
            "{\"model\":\"claude-opus-4-7\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"Hi\"}]}]}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          200|{"input_tokens":14}|Counted[inputTokens=14]
          200|{"tokens":14}|Failed
          400|{"type":"error","error":{"type":"invalid_request_error","message":"m"}}|Failed
          """)
  void readsTheCount(int status, String body, String expected) {
    TokenCountWire.Reading reading =
        new AnthropicTokenCount()
            .read(
                Calls.response(status, body),
                Calls.sync("m", "{}"),
                Calls.provider(Family.ANTHROPIC));

    assertThat(reading.toString()).startsWith(expected);
  }

  private String written(String body) {
    ProviderRequest request =
        new AnthropicWire()
            .write(
                read(body),
                Calls.sync("claude-sonnet-4-5", "{}"),
                Calls.provider(Family.ANTHROPIC),
                losses);
    return new String(request.body(), UTF_8);
  }

  private static Conversation read(String body) {
    return switch (MessagesApi.answering().read(body.getBytes(UTF_8))) {
      case Conversation.Reading.Read(Conversation conversation) -> conversation;
      case Conversation.Reading.Unreadable(var fault) -> throw new AssertionError(fault);
    };
  }

  private static ProviderRequest request(String api, boolean stream, Provider provider) {
    Dialect.Call call =
        new Dialect.Call(
            Api.of(api).orElseThrow(),
            Calls.ID,
            Calls.CREATED,
            "claude-opus-4-1@20250805",
            "any",
            stream,
            false,
            false,
            Map.of(),
            "{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}".getBytes(UTF_8));
    return switch (Dialects.of(Family.ANTHROPIC).encode(call, provider)) {
      case Encoding.Sendable(ProviderRequest request, var dropped) -> request;
      case Encoding.Known _ -> throw new AssertionError("nothing to send");
      case Encoding.Unsendable(var fault) -> throw new AssertionError(fault);
    };
  }

  private static Provider vertex() {
    Provider plain = Calls.provider(Family.ANTHROPIC);
    return new Provider(
        plain.name(),
        plain.dialect(),
        plain.baseUrl(),
        plain.baseUrlEnv(),
        plain.authentication(),
        plain.headers(),
        plain.quirks(),
        new Provider.Traits(Set.of(), Set.of(), Set.of(), Map.of("platform", "vertex")));
  }
}
