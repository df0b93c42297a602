package dev.strowger.dialects;

import dev.strowger.dialects.json.JsonSplice;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a parameter is called by the client. Families speak of losses in the words of the chat API;
 * who asked in another API, or in an older or a borrowed form, looks for its own words.
 */
final class ParamNames {
  /** A name's first field, and where in it something stands: {@code messages[2].content}. */
  private static final Pattern PATH = Pattern.compile("([A-Za-z_]+)(\\[\\d+])?(.*)");

  private static final Map<String, List<String>> CHAT =
      Map.of(
          "user", List.of("safety_identifier", "user"),
          "tools", List.of("functions", "tools"),
          "tool_choice", List.of("function_call", "tool_choice"),
          "parallel_tool_calls", List.of("parallel_tool_calls", "functions"),
          "reasoning_effort", List.of("reasoning_effort", "reasoning", "thinking"),
          "reasoning.max_tokens", List.of("reasoning.max_tokens", "thinking.budget_tokens"),
          "reasoning.exclude", List.of("reasoning.exclude", "include_reasoning"));

  private static final Map<String, List<String>> COMPLETIONS =
      Map.of(
          "user", List.of("safety_identifier", "user"),
          "messages", List.of("prompt"),
          "max_completion_tokens", List.of("max_tokens"),
          "top_logprobs", List.of("logprobs"));

  private static final Map<String, List<String>> RESPONSES =
      Map.ofEntries(
          Map.entry("user", List.of("safety_identifier", "user")),
          Map.entry("messages", List.of("input")),
          Map.entry("is_error", List.of("input")),
          Map.entry("max_tokens", List.of("max_output_tokens")),
          Map.entry("max_completion_tokens", List.of("max_output_tokens")),
          Map.entry("response_format", List.of("text.format")),
          Map.entry("reasoning_effort", List.of("reasoning.effort")),
          Map.entry("verbosity", List.of("text.verbosity")),
          Map.entry("logprobs", List.of("top_logprobs", "include")),
          Map.entry("reasoning_details", List.of("encrypted_content")),
          Map.entry("reasoning_content", List.of("input")));

  private static final Map<String, List<String>> MESSAGES =
      Map.ofEntries(
          Map.entry("max_completion_tokens", List.of("max_tokens")),
          Map.entry("stop", List.of("stop_sequences")),
          Map.entry("response_format", List.of("output_format", "output_config.format")),
          Map.entry("reasoning_effort", List.of("output_config.effort", "thinking")),
          Map.entry("reasoning.max_tokens", List.of("thinking.budget_tokens")),
          Map.entry("reasoning.exclude", List.of("thinking.display")),
          Map.entry("user", List.of("metadata.user_id")),
          Map.entry("parallel_tool_calls", List.of("tool_choice.disable_parallel_tool_use")),
          Map.entry("reasoning_details", List.of("signature")),
          Map.entry("extra_content", List.of("signature")),
          Map.entry("reasoning_content", List.of("thinking")));

  private final Api api;
  private final byte[] body;
  private @Nullable Set<String> fields;

  /**
   * @param body the client's; looked at only where a parameter has several names
   */
  ParamNames(Api api, byte[] body) {
    this.api = api;
    this.body = body;
  }

  /**
   * @param param as the chat API has it; one of the client's own API stays
   */
  String of(String param) {
    return switch (api) {
      case EMBEDDINGS -> param;
      case CHAT_COMPLETIONS -> CHAT.containsKey(param) ? first(CHAT.get(param), param) : param;
      case COMPLETIONS -> in(COMPLETIONS, param);
      case RESPONSES -> in(RESPONSES, param);
      case MESSAGES, COUNT_TOKENS -> in(MESSAGES, param);
    };
  }

  /**
   * Numbers of messages are left out: they count the conversation's, which other APIs put down
   * otherwise.
   */
  private String in(Map<String, List<String>> names, String param) {
    List<String> whole = names.get(param);
    Matcher path = PATH.matcher(param);
    if (whole != null || !path.matches()) {
      return first(whole, param);
    }
    String field = path.group(1);
    return switch (field) {
      case "messages" -> path.group(2) == null ? param : first(names.get(field), field);
      case "tools" -> param.replace(".function", "");
      case "response_format" -> first(names.get(field), field);
      default -> param;
    };
  }

  /** The first whose field the client has set. */
  private String first(@Nullable List<String> names, String otherwise) {
    if (names == null) {
      return otherwise;
    }
    Optional<String> set =
        names.size() == 1
            ? Optional.empty()
            : names.stream().filter(name -> fields().contains(field(name))).findFirst();
    return set.orElse(names.getLast());
  }

  private static String field(String name) {
    int dot = name.indexOf('.');
    return dot < 0 ? name : name.substring(0, dot);
  }

  private Set<String> fields() {
    Set<String> known = fields;
    if (known == null) {
      Set<String> found = new HashSet<>();
      JsonSplice.scan(
          body,
          0,
          body.length,
          (name, parser) -> {
            found.add(name);
            return JsonSplice.Edit.KEEP;
          });
      fields = found;
      known = found;
    }
    return known;
  }
}
