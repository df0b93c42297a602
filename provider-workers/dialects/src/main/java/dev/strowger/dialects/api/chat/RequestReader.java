package dev.strowger.dialects.api.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.strowger.dialects.api.Leftovers;
import dev.strowger.dialects.api.Requests;
import dev.strowger.dialects.conversation.Conversation;
import dev.strowger.dialects.conversation.Conversation.Reading;
import dev.strowger.dialects.conversation.Conversation.Reasoning;
import dev.strowger.dialects.conversation.Conversation.Wishes;
import dev.strowger.dialects.conversation.OutputFormat;
import dev.strowger.dialects.conversation.Problems;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Reads the body of a {@code POST /v1/chat/completions}. */
final class RequestReader {
  private static final Set<String> READ =
      Set.of(
          "messages",
          "tools",
          "tool_choice",
          "parallel_tool_calls",
          "functions",
          "function_call",
          "response_format",
          "max_tokens",
          "max_completion_tokens",
          "temperature",
          "top_p",
          "top_k",
          "stop",
          "seed",
          "frequency_penalty",
          "presence_penalty",
          "n",
          "logprobs",
          "top_logprobs",
          "logit_bias",
          "user",
          "safety_identifier",
          "verbosity",
          "service_tier",
          "modalities",
          "reasoning_effort",
          "reasoning",
          "include_reasoning",
          "thinking",
          // Ours to do, or the door's.
          "model",
          "stream",
          "stream_options");

  /** They label, store or speed up an answer that stays the same. */
  private static final Set<String> CHEAP =
      Set.of(
          "metadata",
          "store",
          "prediction",
          "cache_control",
          "prompt_cache_key",
          "prompt_cache_retention",
          "prompt_cache_options");

  private final JsonNode root;
  private final Problems problems;
  private final Leftovers leftovers = new Leftovers();

  private RequestReader(JsonNode root, Problems problems) {
    this.root = root;
    this.problems = problems;
  }

  static Reading read(byte[] body) {
    return Requests.read(body, (root, problems) -> new RequestReader(root, problems).read());
  }

  private Conversation read() {
    leftovers.takeUnread(root, READ, CHEAP);
    if (root.path("web_search_options").isObject()) {
      // Also without any option it says that the web is to be searched.
      leftovers.foreign("web_search_options");
    }
    for (JsonNode modality : root.path("modalities")) {
      if (!modality.asText().equals("text")) {
        leftovers.foreign("modalities");
      }
    }
    return new Conversation(
        new MessagesReader(problems, leftovers).read(root.path("messages")),
        new ToolsReader(problems, leftovers).read(root),
        output(),
        Requests.sampling(root, limit(), problems),
        reasoning(),
        wishes(),
        leftovers.foreign(),
        leftovers.hints());
  }

  private OptionalLong limit() {
    OptionalLong limit = problems.wholeNumber(root, "max_completion_tokens");
    return limit.isPresent() ? limit : problems.wholeNumber(root, "max_tokens");
  }

  private OutputFormat output() {
    JsonNode format = root.path("response_format");
    if (Problems.absent(format)) {
      return new OutputFormat.Text();
    }
    switch (format.path("type").asText("")) {
      case "text" -> {
        return new OutputFormat.Text();
      }
      case "json_object" -> {
        return new OutputFormat.JsonObject();
      }
      case "json_schema" -> {
        JsonNode schema = format.path("json_schema");
        if (schema.path("schema") instanceof ObjectNode object) {
          return new OutputFormat.JsonSchema(
              schema.path("name").asText(""),
              schema.path("description").asText(""),
              object,
              schema.path("strict").asBoolean());
        }
        problems.add("response_format.json_schema.schema", "expected a JSON schema");
      }
      default -> problems.add("response_format.type", "expected text, json_object or json_schema");
    }
    return new OutputFormat.Text();
  }

  /**
   * OpenAI's {@code reasoning_effort}, OpenRouter's {@code reasoning} or Anthropic's {@code
   * thinking}, the first that says it.
   */
  private Reasoning reasoning() {
    JsonNode wanted = root.path("reasoning");
    JsonNode thinking = root.path("thinking");
    OptionalLong budget = problems.wholeNumber(wanted, "max_tokens", "reasoning.max_tokens");
    if (budget.isEmpty()) {
      budget = problems.wholeNumber(thinking, "budget_tokens", "thinking.budget_tokens");
    }
    Optional<String> effort =
        problems
            .optionalText(root, "reasoning_effort")
            .or(() -> problems.optionalText(wanted, "effort", "reasoning.effort"));
    if (effort.isEmpty() && budget.isEmpty()) {
      effort = onOrOff(wanted, thinking);
    }
    return new Reasoning(effort, budget, shown(wanted));
  }

  private Optional<Boolean> shown(JsonNode wanted) {
    if (wanted.hasNonNull("exclude")) {
      return Optional.of(!problems.flag(wanted, "exclude", false));
    }
    return root.hasNonNull("include_reasoning")
        ? Optional.of(problems.flag(root, "include_reasoning", true))
        : Optional.empty();
  }

  /** Reasoning that is merely switched on has OpenRouter's middle effort. */
  private static Optional<String> onOrOff(JsonNode wanted, JsonNode thinking) {
    if (wanted.hasNonNull("enabled")) {
      return Optional.of(wanted.path("enabled").asBoolean() ? "medium" : "none");
    }
    return switch (thinking.path("type").asText("")) {
      case "disabled" -> Optional.of("none");
      case "enabled", "adaptive", "auto" -> Optional.of("medium");
      default -> Optional.empty();
    };
  }

  private Wishes wishes() {
    OptionalLong alternatives = problems.wholeNumber(root, "top_logprobs");
    return new Wishes(
        Requests.choices(root, problems),
        problems.flag(root, "logprobs", false) || alternatives.orElse(0) > 0,
        alternatives,
        Requests.user(root, problems),
        Requests.logitBias(root, problems),
        problems.optionalText(root, "verbosity"),
        problems.optionalText(root, "service_tier"));
  }
}
