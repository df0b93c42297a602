package dev.strowger.dialects.anthropic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.strowger.dialects.Losses;
import dev.strowger.dialects.conversation.Conversation.Sampling;
import java.util.Optional;
import java.util.OptionalDouble;

/** How tokens are chosen. Most of it depends on the model, and on whether it thinks. */
final class AnthropicSampling {
  /** What both APIs take for granted; sending it would only collide with other parameters. */
  private static final double NEUTRAL = 1.0;

  /** The least top_p that goes with thinking. */
  private static final double LEAST_TOP_P = 0.95;

  private AnthropicSampling() {}

  static void put(
      Sampling sampling, ClaudeModel model, boolean thinking, Losses losses, ObjectNode json) {
    ClaudeModel.Sampling taken = model.sampling();
    OptionalDouble temperature = set(sampling.temperature());
    if (temperature.isPresent()) {
      noTemperature(temperature.getAsDouble(), taken, thinking)
          .ifPresentOrElse(
              why -> losses.drop("temperature", why),
              () -> json.put("temperature", temperature.getAsDouble()));
    }
    OptionalDouble topP = set(sampling.topP());
    if (topP.isPresent()) {
      noTopP(topP.getAsDouble(), taken, thinking, json)
          .ifPresentOrElse(
              why -> losses.drop("top_p", why), () -> json.put("top_p", topP.getAsDouble()));
    }
    if (sampling.topK().isPresent()) {
      if (taken == ClaudeModel.Sampling.NONE || thinking) {
        losses.drop("top_k", "this model does not take it, or not while it thinks");
      } else {
        json.put("top_k", sampling.topK().getAsLong());
      }
    }
    if (sampling.seed().isPresent()) {
      losses.drop("seed", "Anthropic takes no seed");
    }
    if (sampling.penalties().frequency() != 0) {
      losses.drop("frequency_penalty", "Anthropic takes no penalties");
    }
    if (sampling.penalties().presence() != 0) {
      losses.drop("presence_penalty", "Anthropic takes no penalties");
    }
  }

  private static OptionalDouble set(OptionalDouble value) {
    return value.isPresent() && value.getAsDouble() == NEUTRAL ? OptionalDouble.empty() : value;
  }

  private static Optional<String> noTemperature(
      double value, ClaudeModel.Sampling taken, boolean thinking) {
    if (taken == ClaudeModel.Sampling.NONE) {
      return Optional.of("this model takes no temperature");
    }
    if (thinking) {
      return Optional.of("Claude takes no temperature while it thinks");
    }
    return value > NEUTRAL
        ? Optional.of("Anthropic takes a temperature from 0 to 1")
        : Optional.empty();
  }

  private static Optional<String> noTopP(
      double value, ClaudeModel.Sampling taken, boolean thinking, ObjectNode json) {
    if (taken == ClaudeModel.Sampling.NONE) {
      return Optional.of("this model takes no top_p");
    }
    if (thinking && value < LEAST_TOP_P) {
      return Optional.of("Claude takes a top_p from " + LEAST_TOP_P + " while it thinks");
    }
    return taken == ClaudeModel.Sampling.EITHER && json.has("temperature")
        ? Optional.of("this model takes temperature or top_p, not both")
        : Optional.empty();
  }
}
