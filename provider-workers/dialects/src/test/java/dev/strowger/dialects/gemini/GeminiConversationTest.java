package dev.strowger.dialects.gemini;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.strowger.dialects.Api;
import dev.strowger.dialects.Calls;
import dev.strowger.dialects.Dialect.Call;
import dev.strowger.dialects.Dialects.Family;
import dev.strowger.dialects.Fault;
import dev.strowger.dialects.Losses;
import dev.strowger.dialects.ProviderRequest;
import dev.strowger.dialects.conversation.Conversation;
import dev.strowger.dialects.conversation.Conversation.Penalties;
import dev.strowger.dialects.conversation.Conversation.Reasoning;
import dev.strowger.dialects.conversation.Conversation.Sampling;
import dev.strowger.dialects.conversation.Conversation.Wishes;
import dev.strowger.dialects.conversation.Message;
import dev.strowger.dialects.conversation.OutputFormat;
import dev.strowger.dialects.conversation.Part;
import dev.strowger.dialects.conversation.ToolUse;
import dev.strowger.dialects.json.Json;
import dev.strowger.dialects.wire.TokenCountWire;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What only some of the clients' APIs can say. */
class GeminiConversationTest {
  private static final ObjectNode NO_ARGUMENTS = JsonNodeFactory.instance.objectNode();
  private static final Part.Image IMAGE = new Part.Image("image/png", "AA==", "");

  private final Losses losses = new Losses(false);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "-",
      textBlock =
          """
          gemini-3-flash-preview|none|-|-|{"thinkingLevel":"MINIMAL"}|reasoning_effort
          gemini-3-flash-preview|minimal|-|-|{"thinkingLevel":"MINIMAL","includeThoughts":true}|-
          gemini-3-flash-preview|medium|-|-|{"thinkingLevel":"MEDIUM","includeThoughts":true}|-
          gemini-3-flash-preview|xhigh|-|false|{"thinkingLevel":"HIGH","includeThoughts":false}|reasoning_effort
          gemini-3-pro-preview|minimal|-|-|{"thinkingLevel":"LOW","includeThoughts":true}|reasoning_effort
          gemini-3-pro-preview|medium|-|-|{"thinkingLevel":"HIGH","includeThoughts":true}|reasoning_effort
          gemini-3.1-pro-preview|medium|-|-|{"thinkingLevel":"MEDIUM","includeThoughts":true}|-
          gemini-3.1-pro-preview|-|2048|-|{"thinkingBudget":2048,"includeThoughts":true}|-
          gemini-2.5-flash|none|-|-|{"thinkingBudget":0}|-
          gemini-2.5-flash|low|-|-|{"thinkingBudget":1024,"includeThoughts":true}|-
          gemini-2.5-flash|high|-|-|{"thinkingBudget":24576,"includeThoughts":true}|-
          gemini-2.5-flash|xhigh|-|-|{"thinkingBudget":24576,"includeThoughts":true}|reasoning_effort
          gemini-2.5-flash|-|99999|-|{"thinkingBudget":24576,"includeThoughts":true}|reasoning.max_tokens
          gemini-2.5-flash|-|-|true|{"includeThoughts":true}|-
          gemini-2.5-flash|-|-|-|-|-
          gemini-2.5-pro|none|-|-|{"thinkingBudget":128}|reasoning_effort
          gemini-2.5-pro|xhigh|-|-|{"thinkingBudget":32768,"includeThoughts":true}|-
          gemini-2.5-pro|low|0|-|{"thinkingBudget":128}|reasoning.max_tokens
          gemini-2.0-flash|none|-|true|-|-
          """)
  void saysHowMuchToThink(
      String model,
      @Nullable String effort,
      @Nullable Long budget,
      @Nullable Boolean shown,
      @Nullable String expected,
      @Nullable String told) {
    Reasoning reasoning =
        new Reasoning(
            Optional.ofNullable(effort),
            budget == null ? OptionalLong.empty() : OptionalLong.of(budget),
            Optional.ofNullable(shown));

    JsonNode json =
        json(write(Family.GEMINI, model, asks(reasoning, new Message.User(List.of(text("a"))))));

    assertThat(json.path("generationConfig").path("thinkingConfig").toString())
        .isEqualTo(expected == null ? "" : expected);
    assertThat(losses.dropped()).isEqualTo(told == null ? List.of() : List.of(told));
  }

  @Test
  void givesBackOnlyTheProofsOfItsOwnFamily() {
    Message said =
        new Message.Assistant(
            List.of(
                new Part.Thought("Hm", "gemini:AY89"),
                new Part.Thought("Oh", "vertex:AY89"),
                new Part.Thought("", "EqQB"),
                new Part.RedactedThought("xyz"),
                new Part.Call("c1", "t", NO_ARGUMENTS, "gemini:CiE"),
                new Part.Call("c2", "t", NO_ARGUMENTS, "EqQB"),
                new Part.CacheMark("5m")));

    JsonNode json = json(write(Family.GEMINI, "gemini-3-pro", asks(Reasoning.UNSET, said)));

    assertThat(json.path("contents").path(0).path("parts").toString())
        .isEqualTo(
            "[{\"text\":\"Hm\",\"thought\":true,\"thoughtSignature\":\"AY89\"},"
                + "{\"text\":\"Oh\",\"thought\":true},"
                + "{\"functionCall\":{\"id\":\"c1\",\"name\":\"t\",\"args\":{}},"
                + "\"thoughtSignature\":\"CiE\"},"
                + "{\"functionCall\":{\"id\":\"c2\",\"name\":\"t\",\"args\":{}}}]");
    assertThat(losses.dropped()).containsExactly("messages[0].content", "cache_control");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          gemini-3-flash|[{"functionResponse":{"name":"t","response":{"error":["a"]},"parts":[{"inlineData":{"mimeType":"image/png","data":"AA=="}}]}}]
          gemini-2.5-flash|[{"functionResponse":{"name":"t","response":{"error":["a"]}}},{"inlineData":{"mimeType":"image/png","data":"AA=="}}]
          """)
  void putsImagesOfAResultWhereTheModelTakesThem(String model, String expected) {
    Conversation conversation =
        asks(
            Reasoning.UNSET,
            new Message.Assistant(List.of(new Part.Call("c1", "t", NO_ARGUMENTS, ""))),
            new Message.ToolResult("c1", List.of(text("[\"a\"]"), IMAGE), true));

    JsonNode json = json(write(Family.VERTEX, model, conversation));

    assertThat(json.path("contents").path(1).path("parts").toString()).isEqualTo(expected);
  }

  @Test
  void refusesUrlsInResults() {
    write(
        Family.GEMINI,
        "gemini-3-flash",
        asks(
            Reasoning.UNSET,
            new Message.Assistant(List.of(new Part.Call("c1", "t", NO_ARGUMENTS, ""))),
            new Message.ToolResult(
                "c1", List.of(new Part.ImageUrl("https://example.com/a.png", "")), false)));

    assertThat(losses.fault().flatMap(Fault::param)).hasValue("messages[1].content");
  }

  @Test
  void takesAFileAtAUrlThatTellsNothingForAPdf() {
    Part file = new Part.DocumentUrl("https://example.com/pdf/2401.00001", "");

    JsonNode json =
        json(
            write(
                Family.GEMINI,
                "gemini-3-flash",
                asks(Reasoning.UNSET, new Message.User(List.of(file)))));

    assertThat(json.findValue("mimeType").asText()).isEqualTo("application/pdf");
  }

  @Test
  void refusesASettingOfTheRouteThatGeminiHasNot() {
    Call call =
        new Call(
            Api.CHAT_COMPLETIONS,
            Calls.ID,
            Calls.CREATED,
            "gemini-3-flash",
            "m",
            false,
            false,
            true,
            Map.of("harassment", "very"),
            new byte[0]);

    new GeminiWire()
        .write(
            asks(Reasoning.UNSET, new Message.User(List.of(text("a")))),
            call,
            Calls.provider(Family.GEMINI),
            losses);

    assertThat(losses.fault().flatMap(Fault::param)).hasValue("safety.harassment");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          GEMINI|/models/gemini-3:countTokens|{"generateContentRequest":{"model":"models/gemini-3","systemInstruction":{"parts":[{"text":"b"}]},"contents":[{"role":"user","parts":[{"text":"a"}]}]}}
          VERTEX|/publishers/google/models/gemini-3:countTokens|{"systemInstruction":{"parts":[{"text":"b"}]},"contents":[{"role":"user","parts":[{"text":"a"}]}]}
          """)
  void countsInstructionsAndContents(Family family, String path, String expected) {
    TokenCountWire wire = new GeminiWire().tokenCount().orElseThrow();
    Conversation conversation =
        asks(
            Reasoning.UNSET,
            new Message.User(List.of(text("a"))),
            new Message.Instructions(List.of(text("b"))));

    ProviderRequest request =
        wire.write(conversation, Calls.sync("gemini-3", "{}"), Calls.provider(family), losses);

    assertThat(request.uri().toString()).isEqualTo("https://provider.example/base" + path);
    assertThat(new String(request.body(), UTF_8)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          200|{"totalTokens":31,"cachedContentTokenCount":5}|31
          200|{"totalTokens":-1}|
          200|{"totalTokens":"31"}|
          200|{}|
          200|[]|
          400|{"error":{"code":400,"message":"m","status":"INVALID_ARGUMENT"}}|
          """)
  void readsTheCount(int status, String body, @Nullable Long expected) {
    TokenCountWire.Reading reading =
        new GeminiWire()
            .tokenCount()
            .orElseThrow()
            .read(
                Calls.response(status, body), Calls.sync("m", "{}"), Calls.provider(Family.GEMINI));

    switch (reading) {
      case TokenCountWire.Reading.Counted(long tokens) -> assertThat(tokens).isEqualTo(expected);
      case TokenCountWire.Reading.Failed _ -> assertThat(expected).isNull();
    }
  }

  private ProviderRequest write(Family family, String model, Conversation conversation) {
    return new GeminiWire()
        .write(conversation, Calls.sync(model, "{}"), Calls.provider(family), losses);
  }

  private static JsonNode json(ProviderRequest request) {
    return Json.read(request.body()).orElseThrow();
  }

  private static Part text(String text) {
    return new Part.Text(text);
  }

  private static Conversation asks(Reasoning reasoning, Message... messages) {
    return new Conversation(
        List.of(messages),
        new ToolUse(List.of(), new ToolUse.Choice.Auto(), true, Optional.empty()),
        new OutputFormat.Text(),
        new Sampling(
            OptionalLong.empty(),
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            OptionalLong.empty(),
            List.of(),
            OptionalLong.empty(),
            new Penalties(0, 0)),
        reasoning,
        Wishes.NONE,
        List.of());
  }
}
