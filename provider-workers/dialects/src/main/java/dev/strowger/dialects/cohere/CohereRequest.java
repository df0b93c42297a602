package dev.strowger.dialects.cohere;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.strowger.dialects.Dialect.Call;
import dev.strowger.dialects.Losses;
import dev.strowger.dialects.conversation.Conversation;
import dev.strowger.dialects.conversation.Conversation.Reasoning;
import dev.strowger.dialects.conversation.Conversation.Sampling;
import dev.strowger.dialects.conversation.Conversation.Wishes;
import dev.strowger.dialects.conversation.OutputFormat;
import dev.strowger.dialects.wire.UnmetWishes;
import java.util.Locale;
import java.util.OptionalLong;

/** A conversation as the body of a chat call. */
final class CohereRequest {
  /** Cohere's bounds of {@code p}; its own default is 0.75, so 1 must not be left out. */
  private static final double LEAST_P = 0.01;

  private static final double MOST_P = 0.99;
  private static final long MOST_K = 500;
  private static final int MOST_STOPS = 5;

  private CohereRequest() {}

  static ObjectNode json(Conversation conversation, Call call, Losses losses) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("model", call.model());
    json.set("messages", new CohereMessages(losses).json(conversation.messages()));
    CohereTools.put(conversation.tools(), json, losses);
    output(conversation, json, losses);
    sampling(conversation.sampling(), json, losses);
    thinking(conversation.reasoning(), json);
    wishes(conversation.wishes(), json, losses);
    safety(call, conversation, json, losses);
    json.put("stream", call.stream());
    return json;
  }

  private static void output(Conversation conversation, ObjectNode json, Losses losses) {
    OutputFormat output = conversation.output();
    if (output instanceof OutputFormat.Text) {
      return;
    }
    if (!conversation.tools().tools().isEmpty()) {
      losses.drop("response_format", "Cohere does not take it together with tools");
      return;
    }
    ObjectNode format = json.putObject("response_format").put("type", "json_object");
    if (output instanceof OutputFormat.JsonSchema(var name, var about, var schema, var strict)) {
      format.set("json_schema", described(schema, about));
    }
  }

  private static ObjectNode described(ObjectNode schema, String description) {
    if (description.isEmpty() || schema.has("description")) {
      return schema;
    }
    // A shallow copy: the client's schema stays as it is.
    ObjectNode copy = JsonNodeFactory.instance.objectNode().put("description", description);
    return copy.setAll(schema);
  }

  private static void sampling(Sampling sampling, ObjectNode json, Losses losses) {
    sampling.maxTokens().ifPresent(limit -> json.put("max_tokens", limit));
    sampling.temperature().ifPresent(temperature -> json.put("temperature", temperature));
    sampling
        .topP()
        .ifPresent(
            p -> {
              if (p < LEAST_P || p > MOST_P) {
                // So near that it would be absurd to refuse it.
                losses.hint("top_p");
              }
              json.put("p", Math.clamp(p, LEAST_P, MOST_P));
            });
    sampling
        .topK()
        .ifPresent(
            k -> {
              if (k > MOST_K) {
                losses.drop("top_k", "Cohere takes at most " + MOST_K);
              }
              json.put("k", Math.min(k, MOST_K));
            });
    sampling.seed().ifPresent(seed -> json.put("seed", seed));
    penalty("frequency_penalty", sampling.penalties().frequency(), json, losses);
    penalty("presence_penalty", sampling.penalties().presence(), json, losses);
    stop(sampling, json, losses);
  }

  private static void penalty(String name, double value, ObjectNode json, Losses losses) {
    if (value < 0 || value > 1) {
      losses.drop(name, "Cohere takes 0 to 1");
    }
    if (value > 0) {
      json.put(name, Math.min(value, 1));
    }
  }

  private static void stop(Sampling sampling, ObjectNode json, Losses losses) {
    if (sampling.stop().isEmpty()) {
      return;
    }
    if (sampling.stop().size() > MOST_STOPS) {
      losses.drop("stop", "Cohere takes at most " + MOST_STOPS);
    }
    ArrayNode stop = json.putArray("stop_sequences");
    sampling.stop().stream().limit(MOST_STOPS).forEach(stop::add);
  }

  private static void thinking(Reasoning reasoning, ObjectNode json) {
    String effort = reasoning.effort().orElse("");
    if (effort.equals("none")) {
      json.putObject("thinking").put("type", "disabled");
    } else if (!effort.isEmpty() || reasoning.budgetTokens().isPresent()) {
      ObjectNode thinking = json.putObject("thinking").put("type", "enabled");
      OptionalLong budget =
          reasoning.budgetTokens().isPresent() ? reasoning.budgetTokens() : budget(effort);
      budget.ifPresent(tokens -> thinking.put("token_budget", tokens));
    }
  }

  /** Cohere counts tokens where others name a level; the highest levels are its own limit. */
  private static OptionalLong budget(String effort) {
    return switch (effort) {
      case "minimal" -> OptionalLong.of(512);
      case "low" -> OptionalLong.of(2_048);
      case "medium" -> OptionalLong.of(8_192);
      default -> OptionalLong.empty();
    };
  }

  private static void wishes(Wishes wishes, ObjectNode json, Losses losses) {
    UnmetWishes unmet = new UnmetWishes("Cohere", losses);
    unmet.choices(wishes);
    unmet.labels(wishes);
    unmet.style(wishes);
    if (wishes.logprobs()) {
      json.put("logprobs", true);
    }
    if (wishes.topLogprobs().orElse(0) > 0) {
      losses.drop("top_logprobs", "Cohere gives no alternatives");
    }
  }

  private static void safety(Call call, Conversation conversation, ObjectNode json, Losses losses) {
    String mode = call.safety().getOrDefault("safety_mode", "").toUpperCase(Locale.ROOT);
    if (mode.isEmpty()) {
      return;
    }
    if (conversation.tools().tools().isEmpty()) {
      json.put("safety_mode", mode);
    } else if (mode.equals("STRICT")) {
      // With tools Cohere falls back to a laxer mode; a route that asked for more must not get it.
      losses.refuse("tools", "Cohere cannot keep the route's safety mode together with tools");
    }
  }
}
