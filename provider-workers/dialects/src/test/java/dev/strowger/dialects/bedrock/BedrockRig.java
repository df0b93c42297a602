package dev.strowger.dialects.bedrock;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.strowger.dialects.Calls;
import dev.strowger.dialects.Dialect.Call;
import dev.strowger.dialects.Dialects.Family;
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

/** A conversation to be changed by the test, as the body of a Converse call. */
abstract class BedrockRig {
  static final String CLAUDE_4_5 = "anthropic.claude-sonnet-4-5-20250929-v1:0";
  static final String CLAUDE_4_6 = "global.anthropic.claude-sonnet-4-6";
  static final ToolUse NO_TOOLS = new ToolUse(List.of(), new Choice.Auto(), true, Optional.empty());
  static final Sampling NO_SAMPLING =
      new Sampling(
          OptionalLong.empty(),
          OptionalDouble.empty(),
          OptionalDouble.empty(),
          OptionalLong.empty(),
          List.of(),
          OptionalLong.empty(),
          new Penalties(0, 0));

  Losses losses = new Losses(false);
  ToolUse tools = NO_TOOLS;
  OutputFormat output = new OutputFormat.Text();
  Sampling sampling = NO_SAMPLING;
  Reasoning reasoning = Reasoning.UNSET;
  Wishes wishes = Wishes.NONE;
  Map<String, String> safety = Map.of();
  Map<String, String> options = Map.of();

  Fault fault() {
    return losses.fault().orElseThrow();
  }

  JsonNode json(String model, Message... messages) {
    return BedrockRequest.json(conversation(messages), call(model, false), provider(), losses);
  }

  ProviderRequest request(String model, boolean stream, Message... messages) {
    ProviderRequest request =
        new BedrockWire().write(conversation(messages), call(model, stream), provider(), losses);
    assertThat(Json.read(request.body())).isPresent();
    return request;
  }

  Conversation conversation(Message... messages) {
    return new Conversation(
        List.of(messages), tools, output, sampling, reasoning, wishes, List.of());
  }

  Call call(String model, boolean stream) {
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

  Provider provider() {
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

  static ToolUse tools(Choice choice, Optional<Part.CacheMark> mark) {
    ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", "object");
    return new ToolUse(List.of(new Tool("now", "", schema, false)), choice, true, mark);
  }

  static Sampling with(OptionalLong maxTokens, OptionalLong topK) {
    return new Sampling(
        maxTokens,
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        topK,
        List.of(),
        OptionalLong.empty(),
        new Penalties(0, 0));
  }

  static Reasoning effort(String effort) {
    return new Reasoning(Optional.of(effort), OptionalLong.empty(), Optional.empty());
  }

  static Message user(String text) {
    return new Message.User(List.of(text(text)));
  }

  static Part text(String text) {
    return new Part.Text(text);
  }

  static Part mark() {
    return new Part.CacheMark("");
  }

  static Part call(String name) {
    return new Part.Call("c1", name, JsonNodeFactory.instance.objectNode(), "");
  }
}
