package dev.strowger.dialects.mistral;

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
import dev.strowger.dialects.conversation.ToolUse;
import dev.strowger.dialects.conversation.ToolUse.Choice;
import dev.strowger.dialects.conversation.ToolUse.Tool;
import dev.strowger.dialects.wire.UnmetWishes;

/** A conversation as the body of a chat completion call. */
final class MistralRequest {
  private static final double MOST_TEMPERATURE = 1.5;

  private MistralRequest() {}

  static ObjectNode json(Conversation conversation, Call call, Provider provider, Losses losses) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("model", call.model());
    json.set("messages", new MistralMessages(losses).json(conversation.messages()));
    tools(conversation.tools(), json, losses);
    output(conversation.output(), json);
    sampling(conversation.sampling(), json, losses);
    MistralReasoning.put(conversation.reasoning(), call, provider, json, losses);
    wishes(conversation.wishes(), json, losses);
    if (call.safety().getOrDefault("safe_prompt", "").equalsIgnoreCase("true")) {
      json.put("safe_prompt", true);
    }
    json.put("stream", call.stream());
    return json;
  }

  private static void tools(ToolUse use, ObjectNode json, Losses losses) {
    if (use.cacheMark().isPresent()) {
      losses.hint("cache_control");
    }
    if (use.tools().isEmpty()) {
      return;
    }
    ArrayNode tools = json.putArray("tools");
    for (Tool tool : use.tools()) {
      ObjectNode function = tools.addObject().put("type", "function").putObject("function");
      function.put("name", tool.name());
      if (!tool.description().isEmpty()) {
        function.put("description", tool.description());
      }
      if (tool.strict()) {
        function.put("strict", true);
      }
      function.set("parameters", tool.parameters());
    }
    switch (use.choice()) {
      case Choice.Auto() -> {}
      case Choice.None() -> json.put("tool_choice", "none");
      case Choice.Required() -> json.put("tool_choice", "any");
      case Choice.Named(var name) ->
          json.putObject("tool_choice")
              .put("type", "function")
              .putObject("function")
              .put("name", name);
    }
    if (!use.parallel()) {
      json.put("parallel_tool_calls", false);
    }
  }

  private static void output(OutputFormat output, ObjectNode json) {
    switch (output) {
      case OutputFormat.Text() -> {}
      case OutputFormat.JsonObject() ->
          json.putObject("response_format").put("type", "json_object");
      case OutputFormat.JsonSchema(var name, var description, var schema, var strict) -> {
        ObjectNode format = json.putObject("response_format").put("type", "json_schema");
        ObjectNode inner = format.putObject("json_schema");
        inner.put("name", name.isEmpty() ? "answer" : name);
        if (!description.isEmpty()) {
          inner.put("description", description);
        }
        inner.put("strict", strict).set("schema", schema);
      }
    }
  }

  private static void sampling(Sampling sampling, ObjectNode json, Losses losses) {
    sampling.maxTokens().ifPresent(limit -> json.put("max_tokens", limit));
    sampling
        .temperature()
        .ifPresent(
            temperature -> {
              if (temperature > MOST_TEMPERATURE) {
                losses.drop("temperature", "Mistral takes at most " + MOST_TEMPERATURE);
              }
              json.put("temperature", Math.min(temperature, MOST_TEMPERATURE));
            });
    sampling.topP().ifPresent(p -> json.put("top_p", p));
    if (sampling.topK().isPresent()) {
      losses.drop("top_k", "Mistral does not know it");
    }
    sampling.seed().ifPresent(seed -> json.put("random_seed", seed));
    if (sampling.penalties().frequency() != 0) {
      json.put("frequency_penalty", sampling.penalties().frequency());
    }
    if (sampling.penalties().presence() != 0) {
      json.put("presence_penalty", sampling.penalties().presence());
    }
    if (!sampling.stop().isEmpty()) {
      ArrayNode stop = json.putArray("stop");
      sampling.stop().forEach(stop::add);
    }
  }

  private static void wishes(Wishes wishes, ObjectNode json, Losses losses) {
    UnmetWishes unmet = new UnmetWishes("Mistral", losses);
    unmet.labels(wishes);
    unmet.style(wishes);
    unmet.logprobs(wishes);
    if (wishes.choices() != 1) {
      json.put("n", wishes.choices());
    }
  }
}
