package dev.strowger.dialects.api.completions;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.dialects.api.Leftovers;
import dev.strowger.dialects.api.Requests;
import dev.strowger.dialects.conversation.Conversation;
import dev.strowger.dialects.conversation.Conversation.Reading;
import dev.strowger.dialects.conversation.Conversation.Reasoning;
import dev.strowger.dialects.conversation.Conversation.Wishes;
import dev.strowger.dialects.conversation.Message;
import dev.strowger.dialects.conversation.OutputFormat;
import dev.strowger.dialects.conversation.Part;
import dev.strowger.dialects.conversation.Problems;
import dev.strowger.dialects.conversation.ToolUse;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Reads the body of a {@code POST /v1/completions}. */
final class PromptReader {
  /** As the API has it; so short that most clients set their own. */
  static final long DEFAULT_MAX_TOKENS = 16;

  private static final Set<String> READ =
      Set.of(
          "prompt",
          "max_tokens",
          "temperature",
          "top_p",
          "top_k",
          "stop",
          "seed",
          "n",
          "user",
          "frequency_penalty",
          "presence_penalty",
          "logprobs",
          "logit_bias",
          "echo",
          "best_of",
          "safety_identifier",
          "model",
          "stream",
          "stream_options");

  private static final Set<String> CHEAP = Set.of("metadata", "store", "prompt_cache_key");

  private static final ToolUse NO_TOOLS =
      new ToolUse(List.of(), new ToolUse.Choice.Auto(), true, Optional.empty());

  private PromptReader() {}

  static Reading read(byte[] body) {
    return Requests.read(body, PromptReader::conversation);
  }

  private static Conversation conversation(JsonNode root, Problems problems) {
    Leftovers leftovers = new Leftovers();
    leftovers.takeUnread(root, READ, CHEAP);
    long choices = Requests.choices(root, problems);
    if (problems.flag(root, "echo", false)) {
      leftovers.foreign("echo");
    }
    if (problems.wholeNumber(root, "best_of").orElse(choices) != choices) {
      leftovers.foreign("best_of");
    }
    OptionalLong limit = problems.wholeNumber(root, "max_tokens");
    return new Conversation(
        List.of(new Message.User(List.of(new Part.Text(prompt(root.path("prompt"), problems))))),
        NO_TOOLS,
        new OutputFormat.Text(),
        Requests.sampling(
            root, limit.isPresent() ? limit : OptionalLong.of(DEFAULT_MAX_TOKENS), problems),
        Reasoning.UNSET,
        wishes(root, choices, problems),
        leftovers.foreign(),
        leftovers.hints());
  }

  private static Wishes wishes(JsonNode root, long choices, Problems problems) {
    OptionalLong logprobs = problems.wholeNumber(root, "logprobs");
    return new Wishes(
        choices,
        logprobs.isPresent(),
        logprobs,
        Requests.user(root, problems),
        Requests.logitBias(root, problems),
        Optional.empty(),
        Optional.empty());
  }

  private static String prompt(JsonNode prompt, Problems problems) {
    JsonNode only = prompt.isArray() && prompt.size() == 1 ? prompt.get(0) : prompt;
    if (prompt.isArray() && prompt.size() > 1 && prompt.get(0).isTextual()) {
      problems.add("prompt", "this target takes one prompt with each request");
    } else if (only.isNumber() || (only.isArray() && !only.isEmpty())) {
      problems.add("prompt", "this target takes text, token ids mean another text to each model");
    } else if (!only.isTextual() || only.textValue().isEmpty()) {
      problems.add("prompt", "expected a text");
    }
    return only.asText("");
  }
}
