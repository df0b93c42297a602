package dev.strowger.dialects;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a parameter is called in each client's API. Families speak of losses in the words of the
 * chat API; who asked in another API looks for its own words.
 */
final class ParamNames {
  /** A name's first field, and where in it something stands: {@code messages[2].content}. */
  private static final Pattern PATH = Pattern.compile("([A-Za-z_]+)(\\[\\d+])?(.*)");

  private static final Map<String, String> COMPLETIONS =
      Map.of("messages", "prompt", "max_completion_tokens", "max_tokens");

  private static final Map<String, String> RESPONSES =
      Map.ofEntries(
          Map.entry("messages", "input"),
          Map.entry("is_error", "input"),
          Map.entry("max_tokens", "max_output_tokens"),
          Map.entry("max_completion_tokens", "max_output_tokens"),
          Map.entry("response_format", "text.format"),
          Map.entry("reasoning_effort", "reasoning.effort"),
          Map.entry("thinking.budget_tokens", "reasoning.effort"),
          Map.entry("reasoning.exclude", "reasoning.summary"),
          Map.entry("verbosity", "text.verbosity"),
          Map.entry("logprobs", "top_logprobs"),
          Map.entry("reasoning_details", "encrypted_content"),
          Map.entry("reasoning_content", "input.reasoning"));

  private static final Map<String, String> MESSAGES =
      Map.ofEntries(
          Map.entry("max_completion_tokens", "max_tokens"),
          Map.entry("stop", "stop_sequences"),
          Map.entry("response_format", "output_config.format"),
          Map.entry("reasoning_effort", "thinking"),
          Map.entry("reasoning.exclude", "thinking.display"),
          Map.entry("user", "metadata.user_id"),
          Map.entry("parallel_tool_calls", "tool_choice.disable_parallel_tool_use"),
          Map.entry("reasoning_details", "signature"),
          Map.entry("extra_content", "signature"),
          Map.entry("reasoning_content", "thinking"));

  private ParamNames() {}

  /**
   * @param param as the chat API has it; or of the client's own API, which stays
   */
  static String of(Api api, String param) {
    return switch (api) {
      case CHAT_COMPLETIONS, EMBEDDINGS -> param;
      case COMPLETIONS -> in(COMPLETIONS, param);
      case RESPONSES -> in(RESPONSES, param);
      case MESSAGES, COUNT_TOKENS -> in(MESSAGES, param);
    };
  }

  /**
   * Numbers of messages are left out: they count the conversation's, which other APIs put down
   * otherwise.
   */
  private static String in(Map<String, String> names, String param) {
    Matcher path = PATH.matcher(param);
    if (names.containsKey(param) || !path.matches()) {
      return names.getOrDefault(param, param);
    }
    String field = path.group(1);
    return switch (field) {
      case "messages" ->
          path.group(2) == null
              ? names.getOrDefault(param, param)
              : names.getOrDefault(field, field);
      case "tools" -> param.replace(".function", "");
      case "response_format" -> names.getOrDefault(field, field);
      default -> param;
    };
  }
}
