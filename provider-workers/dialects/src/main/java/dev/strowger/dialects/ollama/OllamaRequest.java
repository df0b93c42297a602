package dev.strowger.dialects.ollama;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.strowger.dialects.Dialect.Call;
import dev.strowger.dialects.Losses;
import dev.strowger.dialects.Provider;
import dev.strowger.dialects.conversation.Conversation;
import dev.strowger.dialects.conversation.Conversation.Reasoning;
import dev.strowger.dialects.conversation.Conversation.Sampling;
import dev.strowger.dialects.conversation.Conversation.Wishes;
import dev.strowger.dialects.conversation.OutputFormat;
import dev.strowger.dialects.conversation.ToolUse;
import dev.strowger.dialects.conversation.ToolUse.Choice;
import dev.strowger.dialects.conversation.ToolUse.Tool;
import dev.strowger.dialects.wire.UnmetWishes;

/** A conversation as the body of a chat call. */
final class OllamaRequest {
  private OllamaRequest() {}

  static ObjectNode json(Conversation conversation, Call call, Provider provider, Losses losses) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("model", call.model());
    json.set("messages", new OllamaMessages(losses).json(conversation.messages()));
    tools(conversation.tools(), json, losses);
    switch (conversation.output()) {
      case OutputFormat.Text() -> {}
      case OutputFormat.JsonObject() -> json.put("format", "json");
      case OutputFormat.JsonSchema(var name, var about, var schema, var strict) ->
          json.set("format", schema);
    }
    think(conversation.reasoning(), json, losses);
    wishes(conversation.wishes(), json, losses);
    ObjectNode options = options(conversation.sampling(), provider);
    if (!options.isEmpty()) {
      json.set("options", options);
    }
    // Without these a full context is cut in silence, the oldest messages first.
    json.put("truncate", false).put("shift", false);
    keepAlive(provider, json);
    json.put("stream", call.stream());
    return json;
  }

  private static void tools(ToolUse use, ObjectNode json, Losses losses) {
    if (use.cacheMark().isPresent()) {
      losses.hint("cache_control");
    }
    // Nothing else keeps a model from calling them.
    if (use.tools().isEmpty() || use.choice() instanceof Choice.None) {
      return;
    }
    if (!(use.choice() instanceof Choice.Auto)) {
      losses.drop("tool_choice", "Ollama cannot make a model call a tool");
    }
    if (!use.parallel()) {
      losses.drop("parallel_tool_calls", "with Ollama a model may call several tools at once");
    }
    if (use.tools().stream().anyMatch(Tool::strict)) {
      losses.hint("tools.function.strict");
    }
    ArrayNode tools = json.putArray("tools");
    for (Tool tool : use.tools()) {
      if (!(use.choice() instanceof Choice.Named(var name)) || name.equals(tool.name())) {
        ObjectNode function = tools.addObject().put("type", "function").putObject("function");
        function.put("name", tool.name());
        function.put("description", tool.description());
        function.set("parameters", tool.parameters());
      }
    }
  }

  private static void think(Reasoning reasoning, ObjectNode json, Losses losses) {
    if (reasoning.budgetTokens().isPresent()) {
      losses.hint("reasoning.max_tokens");
      json.put("think", true);
    }
    switch (reasoning.effort().orElse("")) {
      case "" -> {}
      case "none" -> json.put("think", false);
      case "low" -> json.put("think", "low");
      case "medium" -> json.put("think", "medium");
      case "high" -> json.put("think", "high");
      case "minimal" -> {
        losses.hint("reasoning_effort");
        json.put("think", "low");
      }
      default -> {
        losses.hint("reasoning_effort");
        json.put("think", "high");
      }
    }
  }

  private static void wishes(Wishes wishes, ObjectNode json, Losses losses) {
    UnmetWishes unmet = new UnmetWishes("Ollama", losses);
    unmet.choices(wishes);
    unmet.labels(wishes);
    unmet.style(wishes);
    if (wishes.logprobs()) {
      json.put("logprobs", true);
      wishes.topLogprobs().ifPresent(count -> json.put("top_logprobs", count));
    }
  }

  private static ObjectNode options(Sampling sampling, Provider provider) {
    ObjectNode options = JsonNodeFactory.instance.objectNode();
    sampling.maxTokens().ifPresent(limit -> options.put("num_predict", limit));
    sampling.temperature().ifPresent(temperature -> options.put("temperature", temperature));
    sampling.topP().ifPresent(p -> options.put("top_p", p));
    sampling.topK().ifPresent(k -> options.put("top_k", k));
    sampling.seed().ifPresent(seed -> options.put("seed", seed));
    if (sampling.penalties().frequency() != 0) {
      options.put("frequency_penalty", sampling.penalties().frequency());
    }
    if (sampling.penalties().presence() != 0) {
      options.put("presence_penalty", sampling.penalties().presence());
    }
    if (!sampling.stop().isEmpty()) {
      ArrayNode stop = options.putArray("stop");
      sampling.stop().forEach(stop::add);
    }
    provider
        .option("num_ctx")
        .filter(OllamaRequest::isWhole)
        .ifPresent(size -> options.put("num_ctx", Long.parseLong(size)));
    return options;
  }

  /** A number counts seconds, a text has its unit. */
  static void keepAlive(Provider provider, ObjectNode json) {
    provider
        .option("keep_alive")
        .ifPresent(
            time -> {
              if (isWhole(time)) {
                json.put("keep_alive", Long.parseLong(time));
              } else {
                json.put("keep_alive", time);
              }
            });
  }

  private static boolean isWhole(String text) {
    return text.matches("-?\\d{1,18}");
  }
}
