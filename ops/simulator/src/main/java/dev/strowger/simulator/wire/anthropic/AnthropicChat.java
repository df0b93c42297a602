package dev.strowger.simulator.wire.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.simulator.answer.Answer.Reply;
import dev.strowger.simulator.answer.BadQuestion;
import dev.strowger.simulator.answer.Question;
import dev.strowger.simulator.answer.Question.Delivery;
import dev.strowger.simulator.answer.Question.Limits;
import dev.strowger.simulator.answer.Question.Wanted;
import dev.strowger.simulator.wire.ChatFormat;
import dev.strowger.simulator.wire.ErrorShape;
import dev.strowger.simulator.wire.Json;

/** Anthropic Messages ({@code POST /v1/messages}). */
public record AnthropicChat() implements ChatFormat {
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
    int tokens = AnthropicTokenCount.tokens(body, messages);
    Question.Prompt prompt = Json.prompt(messages, tokens, true, afterTool);
    if (!prompt.prefill().equals(prompt.prefill().stripTrailing())) {
      throw new BadQuestion(
          "messages: final assistant content cannot end with trailing whitespace");
    }
    return new Question(
        model,
        prompt,
        new Limits(body.get("max_tokens").asInt(), Json.strings(body.path("stop_sequences"))),
        new Delivery(body.path("stream").asBoolean(), true, thinks(body)),
        wanted(body, afterTool));
  }

  private static boolean thinks(JsonNode body) {
    String type = body.path("thinking").path("type").asText();
    return type.equals("enabled") || type.equals("adaptive");
  }

  private static Wanted wanted(JsonNode body, boolean afterTool) {
    JsonNode tools = body.path("tools");
    JsonNode choice = body.path("tool_choice");
    if (!tools.isArray()
        || tools.isEmpty()
        || afterTool
        || choice.path("type").asText().equals("none")) {
      JsonNode schema = body.path("output_config").path("format").path("schema");
      return schema.isObject() ? new Wanted.Json(schema) : new Wanted.Text();
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
    if (!reply.answer().thoughts().isEmpty()) {
      out.append("{\"type\":\"thinking\",\"thinking\":")
          .append(Json.quoted(reply.answer().thought()));
      out.append(",\"signature\":\"").append(signature(reply)).append("\"},");
    }
    if (reply.question().wanted() instanceof Wanted.ToolCall(String tool, JsonNode _)) {
      toolBlock(out, reply, tool).append(reply.answer().text()).append('}');
    } else {
      out.append("{\"type\":\"text\",\"text\":");
      out.append(Json.quoted(reply.answer().text())).append('}');
    }
    out.append("],");
    stop(out, reply).append(',');
    return usage(out, reply, reply.outputTokens()).append('}').toString();
  }

  @Override
  public Stream stream(Reply reply) {
    return new AnthropicStream(reply);
  }

  @Override
  public ErrorShape errors() {
    return new AnthropicErrors();
  }

  /** A message object up to its content. */
  static StringBuilder message(StringBuilder out, Reply reply) {
    out.append("{\"id\":\"msg_").append(reply.id());
    out.append("\",\"type\":\"message\",\"role\":\"assistant\",\"model\":");
    out.append(Json.quoted(reply.question().model()));
    return out.append(",\"container\":null,\"diagnostics\":null,\"content\":");
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
          case FILTERED -> "refusal";
        };
    String stoppedAt = reply.answer().stoppedAt();
    out.append("\"stop_reason\":\"").append(reason).append("\",\"stop_sequence\":");
    out.append(stoppedAt.isEmpty() ? "null" : Json.quoted(stoppedAt));
    return out.append(",\"stop_details\":null");
  }

  static StringBuilder usage(StringBuilder out, Reply reply, int outputTokens) {
    out.append("\"usage\":{\"input_tokens\":").append(reply.promptTokens());
    out.append(",\"cache_creation_input_tokens\":0,\"cache_read_input_tokens\":0");
    out.append(",\"output_tokens\":").append(outputTokens);
    out.append(",\"output_tokens_details\":null,\"cache_creation\":null,\"server_tool_use\":null");
    return out.append(",\"service_tier\":\"standard\",\"inference_geo\":null,\"speed\":null}");
  }

  /** What a caller must send back with a thought. */
  static String signature(Reply reply) {
    return "sig_" + reply.id();
  }
}
