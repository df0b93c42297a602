package dev.strowger.dialects.openai;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.strowger.dialects.Api;
import dev.strowger.dialects.Dialect.Call;
import dev.strowger.dialects.Losses;
import dev.strowger.dialects.Provider;
import dev.strowger.dialects.Provider.Quirk;
import dev.strowger.dialects.conversation.Conversation;
import dev.strowger.dialects.conversation.Conversation.Reasoning;
import dev.strowger.dialects.conversation.Conversation.Sampling;
import dev.strowger.dialects.conversation.Conversation.Wishes;

/** A conversation as the body of a chat completion. */
final class WireRequest {
  private WireRequest() {}

  static ObjectNode write(Conversation conversation, Call call, Provider provider, Losses losses) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("model", call.model());
    boolean marks = provider.quirks().contains(Quirk.CACHE_MARKS);
    ArrayNode messages =
        new WireMessages(provider, losses)
            .write(conversation.messages(), json.putArray("messages"));
    WirePrefill.put(conversation.messages(), provider.quirks(), json, messages);
    WireTools.put(conversation.tools(), marks, json, losses);
    WireOutput.put(conversation, provider, json, messages, losses);
    sampling(conversation.sampling(), json);
    reasoning(conversation.reasoning(), call, json, losses);
    wishes(conversation.wishes(), call, json);
    if (call.stream()) {
      json.put("stream", true);
    }
    return json;
  }

  private static void sampling(Sampling sampling, ObjectNode json) {
    sampling.maxTokens().ifPresent(most -> json.put("max_completion_tokens", most));
    sampling.temperature().ifPresent(value -> json.put("temperature", value));
    sampling.topP().ifPresent(value -> json.put("top_p", value));
    sampling.topK().ifPresent(value -> json.put("top_k", value));
    if (!sampling.stop().isEmpty()) {
      ArrayNode stop = json.putArray("stop");
      sampling.stop().forEach(stop::add);
    }
    sampling.seed().ifPresent(seed -> json.put("seed", seed));
    if (sampling.penalties().frequency() != 0) {
      json.put("frequency_penalty", sampling.penalties().frequency());
    }
    if (sampling.penalties().presence() != 0) {
      json.put("presence_penalty", sampling.penalties().presence());
    }
  }

  private static void reasoning(Reasoning reasoning, Call call, ObjectNode json, Losses losses) {
    reasoning
        .level()
        // Anthropic's clients say so of every model, also of those that know no effort at all.
        .filter(effort -> !effort.equals("none") || call.api() != Api.MESSAGES)
        .ifPresent(effort -> json.put("reasoning_effort", effort));
    if (reasoning.budgetTokens().isPresent()) {
      losses.hint("reasoning.max_tokens");
    }
  }

  private static void wishes(Wishes wishes, Call call, ObjectNode json) {
    if (wishes.choices() != 1) {
      json.put("n", wishes.choices());
    }
    if (wishes.logprobs()) {
      json.put("logprobs", true);
      wishes.topLogprobs().ifPresent(most -> json.put("top_logprobs", most));
    }
    wishes.user().ifPresent(user -> json.put("user", user));
    wishes.logitBias().ifPresent(bias -> json.set("logit_bias", bias));
    wishes.verbosity().ifPresent(verbosity -> json.put("verbosity", verbosity));
    if (call.api() != Api.MESSAGES) {
      wishes.serviceTier().ifPresent(tier -> json.put("service_tier", tier));
    }
  }
}
