package dev.strowger.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.simulator.Answer.Reply;
import dev.strowger.simulator.Question.Delivery;
import dev.strowger.simulator.Question.Limits;
import dev.strowger.simulator.Question.Wanted;

/** Anthropic Messages ({@code POST /v1/messages}). */
record AnthropicFormat() implements WireFormat {
  @Override
  public Question read(JsonNode body) {
    String model = Json.model(body, "model: Field required");
    JsonNode messages = Json.messages(body, "messages: Field required");
    if (!body.path("max_tokens").canConvertToInt()) {
      throw new BadQuestion("max_tokens: Field required");
    }
    JsonNode last = messages.get(messages.size() - 1);
    boolean afterTool = false;
    for (JsonNode part : last.path("content")) {
      afterTool |= part.path("type").asText().equals("tool_result");
    }
    int tokens = Json.tokens(messages) + Json.tokensOf(Json.text(body.path("system")));
    Question.Prompt prompt = Json.prompt(messages, tokens, true, afterTool);
    if (!prompt.prefill().equals(prompt.prefill().stripTrailing())) {
      throw new BadQuestion(
          "messages: final assistant content cannot end with trailing whitespace");
    }
    return new Question(
        model,
        prompt,
        new Limits(body.get("max_tokens").asInt(), Json.strings(body.path("stop_sequences"))),
        new Delivery(body.path("stream").asBoolean(), true),
        wanted(body, afterTool));
  }

  private static Wanted wanted(JsonNode body, boolean afterTool) {
    JsonNode tools = body.path("tools");
    JsonNode choice = body.path("tool_choice");
    if (!tools.isArray()
        || tools.isEmpty()
        || afterTool
        || choice.path("type").asText().equals("none")) {
      return new Wanted.Text();
    }
    String named = choice.path("name").asText("");
    for (JsonNode tool : tools) {
      if (named.isEmpty() || tool.path("name").asText().equals(named)) {
        return new Wanted.ToolCall(tool.path("name").asText(), tool.path("input_schema"));
      }
    }
    throw new BadQuestion("tool_choice: Tool '" + named + "' not found in provided tools");
  }

  @Override
  public String whole(Reply reply) {
    StringBuilder out = message(new StringBuilder(512), reply).append('[');
    if (reply.question().wanted() instanceof Wanted.ToolCall(String tool, JsonNode _)) {
      toolBlock(out, reply, tool).append(reply.answer().text()).append('}');
    } else {
      out.append("{\"type\":\"text\",\"text\":");
      out.append(Json.quoted(reply.answer().text())).append('}');
    }
    out.append("],");
    stop(out, reply).append(',');
    return usage(out, reply, reply.completionTokens()).append('}').toString();
  }

  @Override
  public Stream stream(Reply reply) {
    return new AnthropicStream(reply);
  }

  @Override
  public String streamType() {
    return "text/event-stream; charset=utf-8";
  }

  @Override
  public String error(int status, String message) {
    String type =
        switch (status) {
          case 400 -> "invalid_request_error";
          case 401 -> "authentication_error";
          case 403 -> "permission_error";
          case 404 -> "not_found_error";
          case 413 -> "request_too_large";
          case 429 -> "rate_limit_error";
          case 504 -> "timeout_error";
          case 529 -> "overloaded_error";
          default -> status < 500 ? "invalid_request_error" : "api_error";
        };
    return "{\"type\":\"error\",\"error\":{\"type\":\""
        + type
        + "\",\"message\":"
        + Json.quoted(message)
        + "}}";
  }

  /** A message object up to its content. */
  static StringBuilder message(StringBuilder out, Reply reply) {
    out.append("{\"id\":\"msg_").append(reply.id());
    out.append("\",\"type\":\"message\",\"role\":\"assistant\",\"model\":");
    return out.append(Json.quoted(reply.question().model())).append(",\"content\":");
  }

  /** A tool_use block up to its input. */
  static StringBuilder toolBlock(StringBuilder out, Reply reply, String tool) {
    out.append("{\"type\":\"tool_use\",\"id\":\"toolu_").append(reply.id());
    return out.append("\",\"name\":").append(Json.quoted(tool)).append(",\"input\":");
  }

  static StringBuilder stop(StringBuilder out, Reply reply) {
    String reason =
        switch (reply.answer().finish()) {
          case COMPLETE -> "end_turn";
          case LENGTH -> "max_tokens";
          case STOP_TEXT -> "stop_sequence";
          case TOOL_CALL -> "tool_use";
        };
    String stoppedAt = reply.answer().stoppedAt();
    out.append("\"stop_reason\":\"").append(reason).append("\",\"stop_sequence\":");
    return out.append(stoppedAt.isEmpty() ? "null" : Json.quoted(stoppedAt));
  }

  static StringBuilder usage(StringBuilder out, Reply reply, int outputTokens) {
    out.append("\"usage\":{\"input_tokens\":").append(reply.promptTokens());
    out.append(",\"cache_creation_input_tokens\":0,\"cache_read_input_tokens\":0");
    return out.append(",\"output_tokens\":").append(outputTokens).append('}');
  }
}
