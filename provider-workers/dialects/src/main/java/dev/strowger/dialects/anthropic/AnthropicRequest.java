package dev.strowger.dialects.anthropic;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.strowger.dialects.Dialect.Call;
import dev.strowger.dialects.Losses;
import dev.strowger.dialects.conversation.Conversation;
import dev.strowger.dialects.conversation.Conversation.Sampling;
import java.util.OptionalDouble;

/** A conversation as the body of a Messages call. */
final class AnthropicRequest {
  /** Anthropic wants a limit with every call; OpenAI's clients mostly send none. */
  static final long DEFAULT_MAX_TOKENS = 4_096;

  /** What both APIs take for granted; sending it would only collide with the other parameter. */
  private static final double NEUTRAL = 1.0;

  private AnthropicRequest() {}

  /** What Anthropic cannot do of this. */
  static void losses(Conversation conversation, Losses losses) {
    if (conversation.wishes().choices() != 1) {
      losses.refuse("n", "Anthropic gives exactly one choice");
    }
    if (conversation.wishes().logprobs()) {
      losses.drop("logprobs", "Anthropic gives no token probabilities");
    }
    if (conversation.wishes().logitBias().isPresent()) {
      losses.drop("logit_bias", "Anthropic takes no bias of tokens");
    }
    if (conversation.sampling().stop().stream().anyMatch(String::isBlank)) {
      losses.refuse("stop", "Anthropic takes no stop sequence of white space only");
    }
    AnthropicMessages.losses(conversation.messages(), losses);
  }

  static ObjectNode json(Conversation conversation, Call call) {
    AnthropicMessages messages = AnthropicMessages.of(conversation.messages());
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("model", call.model());
    json.put("max_tokens", conversation.sampling().maxTokens().orElse(DEFAULT_MAX_TOKENS));
    if (!messages.system().isEmpty()) {
      json.set("system", messages.system());
    }
    json.set("messages", messages.turns());
    AnthropicTools.put(conversation.tools(), conversation.output(), json);
    sampling(conversation.sampling(), json);
    conversation.wishes().user().ifPresent(user -> json.putObject("metadata").put("user_id", user));
    if (call.stream()) {
      json.put("stream", true);
    }
    return json;
  }

  private static void sampling(Sampling sampling, ObjectNode json) {
    OptionalDouble temperature = sampling.temperature();
    // Newer models refuse the two together, so top_p is sent only where it is the one that is set.
    if (temperature.isPresent() && temperature.getAsDouble() != NEUTRAL) {
      json.put("temperature", Math.min(temperature.getAsDouble(), 1.0));
    } else if (sampling.topP().isPresent() && sampling.topP().getAsDouble() != NEUTRAL) {
      json.put("top_p", sampling.topP().getAsDouble());
    }
    if (!sampling.stop().isEmpty()) {
      ArrayNode stop = json.putArray("stop_sequences");
      sampling.stop().forEach(stop::add);
    }
  }
}
