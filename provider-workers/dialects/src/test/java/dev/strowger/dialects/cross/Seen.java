package dev.strowger.dialects.cross;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.dialects.Api;
import dev.strowger.dialects.WireCalls;
import java.util.ArrayList;
import java.util.List;

/**
 * What a client understands of an answer, whichever its API.
 *
 * @param finish in the words of OpenAI's chat API
 */
record Seen(String text, String thoughts, List<Called> calls, String finish, Tokens tokens) {
  /** A call as the client has it. */
  record Called(String id, String name, JsonNode arguments) {}

  /** Input with what was cached and written, output with reasoning. */
  record Tokens(long input, long cached, long output, long reasoning) {}

  /** Without what the Completions API has no place for. */
  Seen textOnly() {
    return new Seen(text, "", List.of(), finish.equals("tool_calls") ? "stop" : finish, tokens);
  }

  static Seen of(Api api, JsonNode answer) {
    return switch (api) {
      case CHAT_COMPLETIONS, COMPLETIONS -> completion(answer);
      case RESPONSES -> response(answer);
      case MESSAGES -> message(answer);
      case EMBEDDINGS, COUNT_TOKENS -> throw new IllegalArgumentException(api.label());
    };
  }

  private static Seen completion(JsonNode answer) {
    JsonNode choice = answer.path("choices").path(0);
    JsonNode message = choice.path("message");
    List<Called> calls = new ArrayList<>();
    for (JsonNode call : message.path("tool_calls")) {
      JsonNode function = call.path("function");
      calls.add(
          new Called(
              call.path("id").asText(),
              function.path("name").asText(),
              WireCalls.json(function.path("arguments").asText())));
    }
    JsonNode usage = answer.path("usage");
    return new Seen(
        message.path("content").asText("").replace("null", "") + choice.path("text").asText(""),
        message.path("reasoning_content").asText(""),
        calls,
        choice.path("finish_reason").asText(),
        new Tokens(
            usage.path("prompt_tokens").asLong(),
            usage.path("prompt_tokens_details").path("cached_tokens").asLong(),
            usage.path("completion_tokens").asLong(),
            usage.path("completion_tokens_details").path("reasoning_tokens").asLong()));
  }

  private static Seen message(JsonNode answer) {
    StringBuilder text = new StringBuilder();
    StringBuilder thoughts = new StringBuilder();
    List<Called> calls = new ArrayList<>();
    for (JsonNode block : answer.path("content")) {
      text.append(block.path("text").asText(""));
      thoughts.append(block.path("thinking").asText(""));
      if (block.path("type").asText().equals("tool_use")) {
        calls.add(
            new Called(
                // A proof may travel behind the id, where this API has no other place for it.
                block.path("id").asText().replaceFirst("__signature_.*", ""),
                block.path("name").asText(),
                block.path("input")));
      }
    }
    String finish =
        switch (answer.path("stop_reason").asText()) {
          case "end_turn" -> "stop";
          case "tool_use" -> "tool_calls";
          case "max_tokens" -> "length";
          case "refusal" -> "content_filter";
          default -> throw new AssertionError(answer);
        };
    JsonNode usage = answer.path("usage");
    return new Seen(
        text.toString(),
        thoughts.toString(),
        calls,
        finish,
        new Tokens(
            usage.path("input_tokens").asLong()
                + usage.path("cache_read_input_tokens").asLong()
                + usage.path("cache_creation_input_tokens").asLong(),
            usage.path("cache_read_input_tokens").asLong(),
            usage.path("output_tokens").asLong(),
            usage.path("output_tokens_details").path("thinking_tokens").asLong()));
  }

  private static Seen response(JsonNode answer) {
    StringBuilder text = new StringBuilder();
    StringBuilder thoughts = new StringBuilder();
    List<Called> calls = new ArrayList<>();
    for (JsonNode item : answer.path("output")) {
      switch (item.path("type").asText()) {
        case "message" -> text.append(said(item));
        case "reasoning" -> thoughts.append(said(item));
        case "function_call" ->
            calls.add(
                new Called(
                    item.path("call_id").asText(),
                    item.path("name").asText(),
                    WireCalls.json(said(item))));
        default -> throw new AssertionError(item);
      }
    }
    String reason = answer.path("incomplete_details").path("reason").asText("");
    String finish =
        switch (answer.path("status").asText()) {
          case "completed" -> calls.isEmpty() ? "stop" : "tool_calls";
          case "incomplete" -> reason.equals("max_output_tokens") ? "length" : reason;
          default -> throw new AssertionError(answer);
        };
    JsonNode usage = answer.path("usage");
    return new Seen(
        text.toString(),
        thoughts.toString(),
        calls,
        finish,
        new Tokens(
            usage.path("input_tokens").asLong(),
            usage.path("input_tokens_details").path("cached_tokens").asLong(),
            usage.path("output_tokens").asLong(),
            usage.path("output_tokens_details").path("reasoning_tokens").asLong()));
  }

  /** The words of an item of a response: text, summary or arguments. */
  static String said(JsonNode item) {
    StringBuilder said = new StringBuilder(item.path("arguments").asText(""));
    item.path("content").forEach(part -> said.append(part.path("text").asText("")));
    item.path("summary").forEach(part -> said.append(part.path("text").asText("")));
    return said.toString();
  }
}
