package dev.strowger.dialects.bedrock;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.strowger.dialects.Dialect.Call;
import dev.strowger.dialects.Losses;
import dev.strowger.dialects.Provider;
import dev.strowger.dialects.conversation.Conversation;
import dev.strowger.dialects.conversation.Conversation.Sampling;
import dev.strowger.dialects.conversation.Conversation.Wishes;
import java.util.OptionalLong;
import java.util.Set;

/** A conversation as the body of a Converse call. */
final class BedrockRequest {
  /** What both APIs take for granted. */
  private static final double NEUTRAL = 1.0;

  private static final Set<String> TIERS = Set.of("default", "flex", "priority", "reserved");

  private BedrockRequest() {}

  static ObjectNode json(Conversation asked, Call call, Provider provider, Losses losses) {
    Maker maker = Maker.of(call.model());
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    BedrockMessages.put(asked.messages(), maker, json, losses);
    boolean forced = BedrockTools.put(asked, maker, json, losses);
    ObjectNode own = JsonNodeFactory.instance.objectNode();
    OptionalLong budget = BedrockReasoning.put(asked, maker, forced, json, own, losses);
    boolean thinks = own.has("thinking");
    sampling(asked.sampling(), maker, thinks, budget, json, losses);
    topK(asked.sampling().topK(), maker, thinks, own, losses);
    if (!own.isEmpty()) {
      json.set("additionalModelRequestFields", own);
    }
    wishes(asked.wishes(), json, losses);
    guardrail(call, json, losses);
    provider
        .option("latency")
        .ifPresent(latency -> json.putObject("performanceConfig").put("latency", latency));
    return json;
  }

  private static void sampling(
      Sampling sampling,
      Maker maker,
      boolean thinks,
      OptionalLong budget,
      ObjectNode json,
      Losses losses) {
    ObjectNode config = JsonNodeFactory.instance.objectNode();
    sampling.maxTokens().ifPresent(limit -> config.put("maxTokens", limit));
    if (budget.isPresent() && sampling.maxTokens().isEmpty()) {
      // The thoughts count, and Claude wants the limit to be above their budget.
      config.put("maxTokens", budget.getAsLong() + BedrockReasoning.ANSWER_TOKENS);
    }
    temperature(sampling, maker, thinks, config, losses);
    if (!sampling.stop().isEmpty()) {
      if (sampling.stop().stream().anyMatch(String::isBlank)) {
        losses.refuse("stop", "Bedrock takes no stop sequence of white space only");
      }
      ArrayNode stop = config.putArray("stopSequences");
      sampling.stop().forEach(stop::add);
    }
    if (!config.isEmpty()) {
      json.set("inferenceConfig", config);
    }
    if (sampling.seed().isPresent()) {
      losses.drop("seed", "Bedrock's models take no seed");
    }
    if (sampling.penalties().frequency() != 0) {
      losses.drop("frequency_penalty", "Bedrock has none");
    }
    if (sampling.penalties().presence() != 0) {
      losses.drop("presence_penalty", "Bedrock has none");
    }
  }

  private static void temperature(
      Sampling sampling, Maker maker, boolean thinks, ObjectNode config, Losses losses) {
    boolean warm = set(sampling.temperature());
    boolean narrow = set(sampling.topP());
    if (thinks) {
      if (warm) {
        losses.drop("temperature", "Claude takes none while it thinks");
      }
      if (narrow) {
        losses.drop("top_p", "Claude is not held to one while it thinks");
      }
      return;
    }
    if (warm) {
      double temperature = sampling.temperature().getAsDouble();
      if (temperature > 1) {
        losses.drop("temperature", "Bedrock's go up to 1");
      }
      config.put("temperature", Math.min(temperature, 1));
    }
    if (narrow && warm && maker.anthropic() && maker != Maker.ANTHROPIC_PLAIN) {
      losses.drop("top_p", "newer Claude models refuse it together with a temperature");
    } else if (narrow) {
      config.put("topP", sampling.topP().getAsDouble());
    }
  }

  private static boolean set(java.util.OptionalDouble value) {
    return value.isPresent() && value.getAsDouble() != NEUTRAL;
  }

  private static void topK(
      OptionalLong topK, Maker maker, boolean thinks, ObjectNode own, Losses losses) {
    if (topK.isEmpty()) {
      return;
    }
    long k = topK.getAsLong();
    switch (maker) {
      case ANTHROPIC_ADAPTIVE, ANTHROPIC_BUDGET_STRICT, ANTHROPIC_BUDGET, ANTHROPIC_PLAIN -> {
        if (thinks) {
          losses.drop("top_k", "Claude takes none while it thinks");
        } else {
          own.put("top_k", k);
        }
      }
      case AMAZON_NOVA -> own.putObject("inferenceConfig").put("topK", k);
      case MISTRAL -> own.put("top_k", k);
      case COHERE -> own.put("k", k);
      case OPENAI_OSS, OTHER -> losses.drop("top_k", "this model of Bedrock's takes none");
    }
  }

  private static void wishes(Wishes wishes, ObjectNode json, Losses losses) {
    if (wishes.choices() != 1) {
      losses.refuse("n", "Bedrock gives exactly one choice");
    }
    if (wishes.logprobs()) {
      losses.drop("logprobs", "Converse gives no token probabilities");
    }
    if (wishes.logitBias().isPresent()) {
      losses.drop("logit_bias", "Converse has none");
    }
    if (wishes.verbosity().isPresent()) {
      losses.drop("verbosity", "Converse has none");
    }
    // It labels the call and changes nothing about the answer.
    wishes.user().ifPresent(user -> losses.hint("user"));
    wishes
        .serviceTier()
        .filter(tier -> !tier.equals("auto"))
        .ifPresent(
            tier -> {
              if (TIERS.contains(tier)) {
                json.putObject("serviceTier").put("type", tier);
              } else {
                losses.hint("service_tier");
              }
            });
  }

  /** A guardrail that cannot be asked for must not be left out. */
  private static void guardrail(Call call, ObjectNode json, Losses losses) {
    String guardrail = call.safety().getOrDefault("guardrail", "");
    if (guardrail.isEmpty()) {
      return;
    }
    int colon = guardrail.lastIndexOf(':');
    if (colon < 1 || colon == guardrail.length() - 1 || guardrail.indexOf('/', colon) >= 0) {
      losses.refuse("safety.guardrail", "expected <identifier or ARN>:<version>");
      return;
    }
    json.putObject("guardrailConfig")
        .put("guardrailIdentifier", guardrail.substring(0, colon))
        .put("guardrailVersion", guardrail.substring(colon + 1));
  }
}
