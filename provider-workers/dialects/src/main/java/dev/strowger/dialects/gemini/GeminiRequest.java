package dev.strowger.dialects.gemini;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.strowger.dialects.Dialect.Call;
import dev.strowger.dialects.Losses;
import dev.strowger.dialects.Provider;
import dev.strowger.dialects.conversation.Conversation;
import dev.strowger.dialects.conversation.Conversation.Sampling;
import dev.strowger.dialects.conversation.Conversation.Wishes;
import dev.strowger.dialects.conversation.OutputFormat;

/** A conversation as the body of a call for content. */
final class GeminiRequest {
  private static final int MAX_CANDIDATES = 8;
  private static final int MAX_STOPS = 5;

  private final Call call;
  private final Provider provider;
  private final Losses losses;
  private final GeminiModel model;

  GeminiRequest(Call call, Provider provider, Losses losses) {
    this.call = call;
    this.provider = provider;
    this.losses = losses;
    this.model = GeminiModel.of(call.model());
  }

  ObjectNode json(Conversation conversation) {
    ObjectNode json = prompt(conversation);
    GeminiSafety.put(call.safety(), json, losses);
    ObjectNode config = JsonNodeFactory.instance.objectNode();
    sampling(conversation.sampling(), config);
    wishes(conversation.wishes(), config);
    if (GeminiTools.answersInJson(conversation.tools(), conversation.output(), model)) {
      output(conversation.output(), config);
    }
    GeminiThinking.put(conversation.reasoning(), model, config, losses);
    if (!config.isEmpty()) {
      json.set("generationConfig", config);
    }
    return json;
  }

  /** Only what the model reads: instructions, contents and tools. */
  ObjectNode prompt(Conversation conversation) {
    GeminiContents contents = GeminiContents.of(conversation.messages(), provider, model, losses);
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    if (!contents.system().isEmpty()) {
      json.putObject("systemInstruction").set("parts", contents.system());
    }
    json.set("contents", contents.turns());
    new GeminiTools(provider, model, losses).put(conversation.tools(), conversation.output(), json);
    return json;
  }

  private void sampling(Sampling sampling, ObjectNode config) {
    sampling.temperature().ifPresent(value -> config.put("temperature", value));
    sampling.topP().ifPresent(value -> config.put("topP", value));
    sampling.topK().ifPresent(value -> config.put("topK", value));
    sampling.maxTokens().ifPresent(value -> config.put("maxOutputTokens", value));
    if (sampling.stop().size() > MAX_STOPS) {
      losses.drop("stop", "Gemini takes at most " + MAX_STOPS + " stop sequences");
    } else if (!sampling.stop().isEmpty()) {
      ArrayNode stop = config.putArray("stopSequences");
      sampling.stop().forEach(stop::add);
    }
    if (sampling.seed().isPresent()) {
      long seed = sampling.seed().getAsLong();
      if (seed == (int) seed) {
        config.put("seed", seed);
      } else {
        losses.drop("seed", "Gemini takes seeds of 32 bits");
      }
    }
    if (sampling.penalties().presence() != 0) {
      config.put("presencePenalty", sampling.penalties().presence());
    }
    if (sampling.penalties().frequency() != 0) {
      config.put("frequencyPenalty", sampling.penalties().frequency());
    }
  }

  private void wishes(Wishes wishes, ObjectNode config) {
    if (wishes.choices() < 1 || wishes.choices() > MAX_CANDIDATES) {
      losses.refuse("n", "Gemini gives from 1 to " + MAX_CANDIDATES + " choices");
    } else if (wishes.choices() > 1) {
      config.put("candidateCount", wishes.choices());
    }
    if (wishes.logprobs()) {
      config.put("responseLogprobs", true);
      wishes.topLogprobs().ifPresent(top -> config.put("logprobs", top));
    }
    wishes.logitBias().ifPresent(bias -> losses.drop("logit_bias", "Gemini cannot do it"));
    wishes.verbosity().ifPresent(words -> losses.drop("verbosity", "Gemini cannot do it"));
    wishes.user().ifPresent(user -> losses.hint("user"));
    wishes.serviceTier().ifPresent(tier -> losses.hint("service_tier"));
  }

  private static void output(OutputFormat output, ObjectNode config) {
    config.put("responseMimeType", "application/json");
    if (output
        instanceof OutputFormat.JsonSchema(var name, var description, var schema, var strict)) {
      config.set("responseJsonSchema", GeminiTools.described(schema, description));
    }
  }
}
