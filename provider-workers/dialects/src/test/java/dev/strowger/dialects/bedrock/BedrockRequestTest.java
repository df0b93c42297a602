package dev.strowger.dialects.bedrock;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.strowger.dialects.Calls;
import dev.strowger.dialects.Dialect.Call;
import dev.strowger.dialects.Dialects.Family;
import dev.strowger.dialects.FailureKind;
import dev.strowger.dialects.Fault;
import dev.strowger.dialects.Losses;
import dev.strowger.dialects.Provider;
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
import dev.strowger.dialects.conversation.ToolUse.Choice;
import dev.strowger.dialects.conversation.ToolUse.Tool;
import dev.strowger.dialects.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BedrockRequestTest {
  private static final String CLAUDE_4_5 = "anthropic.claude-sonnet-4-5-20250929-v1:0";
  private static final String CLAUDE_4_6 = "global.anthropic.claude-sonnet-4-6";
  private static final ToolUse NO_TOOLS =
      new ToolUse(List.of(), new Choice.Auto(), true, Optional.empty());
  private static final Sampling NO_SAMPLING =
      new Sampling(
          OptionalLong.empty(),
          OptionalDouble.empty(),
          OptionalDouble.empty(),
          OptionalLong.empty(),
          List.of(),
          OptionalLong.empty(),
          new Penalties(0, 0));

  private Losses losses = new Losses(false);
  private ToolUse tools = NO_TOOLS;
  private OutputFormat output = new OutputFormat.Text();
  private Sampling sampling = NO_SAMPLING;
  private Reasoning reasoning = Reasoning.UNSET;
  private Wishes wishes = Wishes.NONE;
  private Map<String, String> safety = Map.of();
  private Map<String, String> options = Map.of();

  @Test
  void encodesAModelsArnAsOneSegmentOfThePath() {
    String arn = "arn:aws:bedrock:eu-central-1:1:inference-profile/eu.amazon.nova-lite-v1:0";

    ProviderRequest request = request(arn, true, user("Hi"));

    assertThat(request.uri().toString())
        .isEqualTo(
            "https://provider.example/base/model/arn%3Aaws%3Abedrock%3Aeu-central-1%3A1"
                + "%3Ainference-profile%2Feu.amazon.nova-lite-v1%3A0/converse-stream");
    assertThat(request.headers())
        .containsEntry("accept", "application/vnd.amazon.eventstream")
        .containsEntry("x-team", "ml");
  }

  @Test
  void setsCachePointsBehindSystemMessagesAndTools() {
    tools = tools(new Choice.Auto(), Optional.of(new Part.CacheMark("")));

    JsonNode json =
        json(
            CLAUDE_4_5,
            new Message.Instructions(List.of(text("Long rules"), new Part.CacheMark("1h"))),
            new Message.User(List.of(text("A book"), new Part.CacheMark("5m"), text("Sum it up"))));

    assertThat(json.at("/system/1/cachePoint").toString())
        .isEqualTo("{\"type\":\"default\",\"ttl\":\"1h\"}");
    assertThat(json.at("/messages/0/content/1/cachePoint/ttl").asText()).isEqualTo("5m");
    assertThat(json.at("/toolConfig/tools/1/cachePoint").toString())
        .isEqualTo("{\"type\":\"default\"}");
    assertThat(losses.dropped()).isEmpty();
  }

  @Test
  void tellsOfCacheMarksForModelsWithoutACache() {
    json("mistral.mistral-large-2407-v1:0", user("A book"), new Message.User(List.of(mark())));

    assertThat(losses.fault()).isEmpty();
    assertThat(losses.dropped()).containsExactly("cache_control");
  }

  @Test
  void sendsBackThoughtsThatAreProven() {
    JsonNode json =
        json(
            CLAUDE_4_5,
            user("Hi"),
            new Message.Assistant(
                List.of(
                    new Part.Thought("Hm", "c2ln"),
                    new Part.Thought("of another family", ""),
                    new Part.RedactedThought("cmVk"),
                    text("Hello"))),
            user("More"));

    assertThat(json.at("/messages/1/content/0/reasoningContent/reasoningText").toString())
        .isEqualTo("{\"text\":\"Hm\",\"signature\":\"c2ln\"}");
    assertThat(json.at("/messages/1/content/1/reasoningContent/redactedContent").asText())
        .isEqualTo("cmVk");
    assertThat(losses.dropped()).containsExactly("messages.reasoning");
  }

  @Test
  void marksAToolsFailure() {
    tools = tools(new Choice.Auto(), Optional.empty());

    JsonNode json =
        json(
            CLAUDE_4_5,
            user("Hi"),
            new Message.Assistant(List.of(call("now"))),
            new Message.ToolResult("c1", List.of(text("no clock"), mark()), true));

    assertThat(json.at("/messages/2/content/0/toolResult").toString())
        .isEqualTo(
            "{\"toolUseId\":\"c1\",\"content\":[{\"text\":\"no clock\"}],\"status\":\"error\"}");
    assertThat(json.at("/messages/2/content/1/cachePoint/type").asText()).isEqualTo("default");
  }

  @Test
  void namesToolsOfThePastAgainOnlyIfLenient() {
    Message[] past = {
      user("Hi"),
      new Message.Assistant(List.of(call("now"))),
      new Message.ToolResult("c1", List.of(text("12:00")), false)
    };

    json(CLAUDE_4_5, past);
    assertThat(fault().param()).contains("tools");

    losses = new Losses(true);
    JsonNode json = json(CLAUDE_4_5, past);
    assertThat(json.at("/toolConfig/tools/0/toolSpec/name").asText()).isEqualTo("now");
    assertThat(losses.dropped()).containsExactly("tools");
  }

  @Test
  void refusesWhatBedrockWouldHaveToFetch() {
    json(CLAUDE_4_5, new Message.User(List.of(new Part.ImageUrl("https://x.example/a.png", ""))));

    assertThat(fault().kind()).isEqualTo(FailureKind.UNSUPPORTED);
    assertThat(fault().param()).contains("messages[0].content");
  }

  @Test
  void refusesAConversationThatTheModelBegins() {
    json(CLAUDE_4_5, new Message.Assistant(List.of(text("Hello"))), user("Hi"));

    assertThat(fault().message()).contains("begins with the user");
  }

  @Test
  void refusesAFileWithoutAText() {
    json(
        CLAUDE_4_5,
        new Message.User(List.of(new Part.Document("application/pdf", "JVBE", "a.pdf"))));

    assertThat(fault().message()).contains("a file comes with a text");
  }

  @Test
  void refusesAGuardrailItCannotName() {
    safety = Map.of("guardrail", "gr123");

    json(CLAUDE_4_5, user("Hi"));

    assertThat(fault().param()).contains("safety.guardrail");
  }

  @Test
  void asksForLowLatencyWhereTheProvidersEntrySaysSo() {
    options = Map.of("latency", "optimized");

    assertThat(json(CLAUDE_4_5, user("Hi")).at("/performanceConfig/latency").asText())
        .isEqualTo("optimized");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "anthropic.claude-3-haiku-20240307-v1:0 | {\"top_k\":5}",
        "us.amazon.nova-pro-v1:0 | {\"inferenceConfig\":{\"topK\":5}}",
        "mistral.mistral-large-2407-v1:0 | {\"top_k\":5}",
        "cohere.command-r-v1:0 | {\"k\":5}"
      })
  void sendsTopKAsEachMakerNamesIt(String model, String fields) {
    sampling = with(OptionalLong.empty(), OptionalLong.of(5));

    assertThat(json(model, user("Hi")).path("additionalModelRequestFields").toString())
        .isEqualTo(fields);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "us.amazon.nova-2-lite-v1:0"
            + "| {\"reasoningConfig\":{\"type\":\"enabled\",\"maxReasoningEffort\":\"high\"}}",
        "openai.gpt-oss-120b-1:0 | {\"reasoning_effort\":\"high\"}",
        "anthropic.claude-opus-4-1-20250805-v1:0"
            + "| {\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":16384}}",
        "anthropic.claude-opus-5 | {\"thinking\":{\"type\":\"adaptive\"}}"
      })
  void sendsAnEffortAsEachMakerNamesIt(String model, String fields) {
    reasoning = effort("high");

    JsonNode json = json(model, user("Hi"));

    assertThat(losses.fault()).isEmpty();
    assertThat(json.path("additionalModelRequestFields").toString()).isEqualTo(fields);
  }

  @Test
  void showsOrHidesThoughtsThatAdapt() {
    reasoning = new Reasoning(Optional.empty(), OptionalLong.of(10_000), Optional.of(true));

    JsonNode json = json(CLAUDE_4_6, user("Hi"));

    assertThat(json.at("/additionalModelRequestFields/thinking").toString())
        .isEqualTo("{\"type\":\"adaptive\",\"display\":\"summarized\"}");
    assertThat(json.at("/outputConfig/effort").asText()).isEqualTo("high");
  }

  @Test
  void givesThoughtsHalfOfATightLimit() {
    reasoning = effort("high");
    sampling = with(OptionalLong.of(4_000), OptionalLong.empty());

    JsonNode json = json(CLAUDE_4_5, user("Hi"));

    assertThat(json.at("/additionalModelRequestFields/thinking/budget_tokens").asInt())
        .isEqualTo(2_000);
    assertThat(json.at("/inferenceConfig/maxTokens").asInt()).isEqualTo(4_000);
  }

  @Test
  void doesNotThinkWhereAToolMustBeCalled() {
    reasoning = effort("low");
    output = new OutputFormat.JsonObject();

    json(CLAUDE_4_5, user("Hi"));

    assertThat(fault().param()).contains("reasoning_effort");
  }

  @Test
  void refusesReasoningOfModelsThatCannotBeTold() {
    reasoning = effort("low");

    json("meta.llama3-3-70b-instruct-v1:0", user("Hi"));

    assertThat(fault().param()).contains("reasoning_effort");
  }

  @Test
  void refusesSeveralChoicesEvenIfLenient() {
    losses = new Losses(true);
    wishes =
        new Wishes(
            2,
            false,
            OptionalLong.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    json(CLAUDE_4_5, user("Hi"));

    assertThat(fault().param()).contains("n");
  }

  private Fault fault() {
    return losses.fault().orElseThrow();
  }

  private JsonNode json(String model, Message... messages) {
    return BedrockRequest.json(conversation(messages), call(model, false), provider(), losses);
  }

  private ProviderRequest request(String model, boolean stream, Message... messages) {
    ProviderRequest request =
        new BedrockWire().write(conversation(messages), call(model, stream), provider(), losses);
    assertThat(Json.read(request.body())).isPresent();
    return request;
  }

  private Conversation conversation(Message... messages) {
    return new Conversation(
        List.of(messages), tools, output, sampling, reasoning, wishes, List.of());
  }

  private Call call(String model, boolean stream) {
    Call plain = stream ? Calls.stream(model, "{}", false) : Calls.sync(model, "{}");
    return new Call(
        plain.api(),
        plain.requestId(),
        plain.createdSeconds(),
        model,
        plain.requestedModel(),
        stream,
        false,
        false,
        safety,
        plain.body());
  }

  private Provider provider() {
    Provider plain = Calls.provider(Family.BEDROCK_CONVERSE);
    return new Provider(
        plain.name(),
        plain.dialect(),
        plain.baseUrl(),
        plain.baseUrlEnv(),
        plain.authentication(),
        plain.headers(),
        plain.quirks(),
        new Provider.Traits(Set.of(), Set.of(), Set.of(), options));
  }

  private static ToolUse tools(Choice choice, Optional<Part.CacheMark> mark) {
    ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", "object");
    return new ToolUse(List.of(new Tool("now", "", schema, false)), choice, true, mark);
  }

  private static Sampling with(OptionalLong maxTokens, OptionalLong topK) {
    return new Sampling(
        maxTokens,
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        topK,
        List.of(),
        OptionalLong.empty(),
        new Penalties(0, 0));
  }

  private static Reasoning effort(String effort) {
    return new Reasoning(Optional.of(effort), OptionalLong.empty(), Optional.empty());
  }

  private static Message user(String text) {
    return new Message.User(List.of(text(text)));
  }

  private static Part text(String text) {
    return new Part.Text(text);
  }

  private static Part mark() {
    return new Part.CacheMark("");
  }

  private static Part call(String name) {
    return new Part.Call("c1", name, JsonNodeFactory.instance.objectNode(), "");
  }
}
