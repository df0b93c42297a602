package dev.strowger.dialects.bedrock;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.dialects.FailureKind;
import dev.strowger.dialects.Losses;
import dev.strowger.dialects.ProviderRequest;
import dev.strowger.dialects.conversation.Conversation.Wishes;
import dev.strowger.dialects.conversation.Message;
import dev.strowger.dialects.conversation.Part;
import dev.strowger.dialects.conversation.ToolUse.Choice;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class BedrockRequestTest extends BedrockRig {
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
    assertThat(losses.dropped()).containsExactly("reasoning_content");
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
}
