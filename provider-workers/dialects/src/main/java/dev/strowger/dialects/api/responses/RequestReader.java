package dev.strowger.dialects.api.responses;

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

/** Reads the body of a {@code POST /v1/responses}. */
final class RequestReader {
  private static final Set<String> READ =
      Set.of(
          "input",
          "instructions",
          "tools",
          "tool_choice",
          "parallel_tool_calls",
          "text",
          "reasoning",
          "max_output_tokens",
          "temperature",
          "top_p",
          "top_logprobs",
          "user",
          "safety_identifier",
          "service_tier",
          "include",
          "truncation",
          "background",
          "conversation",
          "prompt",
          // Not of this API, but it can be done where a client sends it.
          "top_k",
          "stop",
          "seed",
          "frequency_penalty",
          "presence_penalty",
          "logit_bias",
          // Ours to do, or the door's; a limit on tools of the provider's own has none to limit.
          "model",
          "stream",
          "stream_options",
          "previous_response_id",
          "store",
          "metadata",
          "max_tool_calls");

  private static final Set<String> CHEAP =
      Set.of("prompt_cache_key", "prompt_cache_retention", "prompt_cache_options", "cache_control");

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
    refuse();
    return new Conversation(
        new InputReader(problems, leftovers).read(root.path("instructions"), root.path("input")),
        new ToolsReader(problems, leftovers).read(root),
        output(root.path("text").path("format")),
        Requests.sampling(root, problems.wholeNumber(root, "max_output_tokens"), problems),
        reasoning(root.path("reasoning")),
        wishes(),
        leftovers.foreign(),
        leftovers.hints());
  }

  private void refuse() {
    if (problems.flag(root, "background", false)) {
      problems.add("background", "answers are given while the client waits");
    }
    if (root.hasNonNull("conversation")) {
      problems.add("conversation", "use previous_response_id, conversations are not kept here");
    }
    if (root.hasNonNull("prompt")) {
      problems.add("prompt", "prompts that a provider keeps are not shared between providers");
    }
    Optional<String> truncation = problems.optionalText(root, "truncation");
    if (truncation.isPresent() && !truncation.get().equals("disabled")) {
      leftovers.foreign("truncation");
    }
  }

  private OutputFormat output(JsonNode format) {
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
        if (format.path("schema") instanceof ObjectNode schema) {
          return new OutputFormat.JsonSchema(
              problems.text(format, "name", "text.format"),
              format.path("description").asText(""),
              schema,
              format.path("strict").asBoolean());
        }
        problems.add("text.format.schema", "expected a JSON schema");
      }
      default -> problems.add("text.format.type", "expected text, json_object or json_schema");
    }
    return new OutputFormat.Text();
  }

  private Reasoning reasoning(JsonNode reasoning) {
    Optional<String> summary =
        problems
            .optionalText(reasoning, "summary", "reasoning.summary")
            .or(() -> problems.optionalText(reasoning, "generate_summary"));
    if (!reasoning.path("mode").asText("standard").equals("standard")) {
      leftovers.foreign("reasoning.mode");
    }
    if (reasoning.hasNonNull("context") && !reasoning.path("context").asText().equals("auto")) {
      leftovers.foreign("reasoning.context");
    }
    return new Reasoning(
        problems.optionalText(reasoning, "effort", "reasoning.effort"),
        OptionalLong.empty(),
        summary.map(wanted -> true));
  }

  private Wishes wishes() {
    OptionalLong alternatives = problems.wholeNumber(root, "top_logprobs");
    boolean logprobs = alternatives.orElse(0) > 0;
    for (JsonNode wanted : root.path("include")) {
      logprobs |= wanted.asText().equals("message.output_text.logprobs");
    }
    return new Wishes(
        1,
        logprobs,
        alternatives,
        Requests.user(root, problems),
        Requests.logitBias(root, problems),
        problems.optionalText(root.path("text"), "verbosity", "text.verbosity"),
        problems.optionalText(root, "service_tier"));
  }
}
