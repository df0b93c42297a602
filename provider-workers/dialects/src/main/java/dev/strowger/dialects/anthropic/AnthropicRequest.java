package dev.strowger.dialects.anthropic;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.strowger.dialects.Dialect.Call;
import dev.strowger.dialects.Losses;
import dev.strowger.dialects.conversation.Conversation;
import dev.strowger.dialects.conversation.Conversation.Wishes;
import dev.strowger.dialects.conversation.OutputFormat;
import java.util.Optional;

/** A conversation as the body of a Messages call. */
final class AnthropicRequest {
  private AnthropicRequest() {}

  /** What is said to the model: all that counts as input. */
  static ObjectNode prompt(Conversation asked, Call call, ClaudeModel model, Losses losses) {
    CacheMarks marks = new CacheMarks(asked, losses);
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("model", call.model());
    AnthropicTools.put(asked.tools(), asked.output(), model, marks, losses, json);
    AnthropicMessages messages = AnthropicMessages.of(asked.messages(), marks, losses);
    if (!messages.system().isEmpty()) {
      json.set("system", messages.system());
    }
    json.set("messages", messages.turns());
    return json;
  }

  static ObjectNode json(Conversation asked, Call call, ClaudeModel model, Losses losses) {
    ObjectNode json = prompt(asked, call, model, losses);
    long maxTokens = asked.sampling().maxTokens().orElse(model.maxTokens());
    json.put("max_tokens", maxTokens);
    AnthropicThinking thinking =
        AnthropicThinking.of(asked, model, maxTokens, AnthropicTools.forced(json), losses);
    thinking.config().ifPresent(config -> json.set("thinking", config));
    thinking.effort().ifPresent(effort -> json.putObject("output_config").put("effort", effort));
    if (model.schemas() && asked.output() instanceof OutputFormat.JsonSchema schema) {
      format(schema, json);
    }
    AnthropicSampling.put(asked.sampling(), model, thinking.on(), losses, json);
    stop(asked, losses, json);
    wishes(asked.wishes(), losses, json);
    if (call.stream()) {
      json.put("stream", true);
    }
    return json;
  }

  /** The format has no place for a description of its own. */
  private static void format(OutputFormat.JsonSchema output, ObjectNode json) {
    ObjectNode schema = output.schema();
    if (!output.description().isEmpty() && !schema.has("description")) {
      schema = schema.deepCopy().put("description", output.description());
    }
    json.withObject("/output_config")
        .putObject("format")
        .put("type", "json_schema")
        .set("schema", schema);
  }

  private static void stop(Conversation asked, Losses losses, ObjectNode json) {
    if (asked.sampling().stop().isEmpty()) {
      return;
    }
    ArrayNode sequences = json.putArray("stop_sequences");
    for (String stop : asked.sampling().stop()) {
      if (stop.isBlank()) {
        losses.refuse("stop", "Anthropic takes no stop sequence of white space only");
      }
      sequences.add(stop);
    }
  }

  private static void wishes(Wishes wishes, Losses losses, ObjectNode json) {
    if (wishes.choices() != 1) {
      losses.refuse("n", "Anthropic gives exactly one choice");
    }
    if (wishes.logprobs()) {
      losses.drop("logprobs", "Anthropic gives no token probabilities");
    }
    if (wishes.logitBias().isPresent()) {
      losses.drop("logit_bias", "Anthropic takes no bias of tokens");
    }
    if (wishes.verbosity().isPresent()) {
      losses.drop("verbosity", "Anthropic has no such setting; ask for it in the instructions");
    }
    wishes.user().ifPresent(user -> json.putObject("metadata").put("user_id", user));
    wishes
        .serviceTier()
        .ifPresent(
            tier ->
                tier(tier)
                    .ifPresentOrElse(
                        own -> json.put("service_tier", own), () -> losses.hint("service_tier")));
  }

  private static Optional<String> tier(String tier) {
    return switch (tier) {
      case "auto" -> Optional.of("auto");
      case "default", "standard_only" -> Optional.of("standard_only");
      default -> Optional.empty();
    };
  }
}
