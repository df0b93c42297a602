package dev.strowger.simulator.wire.bedrock;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.strowger.simulator.answer.Answer.Reply;
import dev.strowger.simulator.answer.BadQuestion;
import dev.strowger.simulator.answer.Composer;
import dev.strowger.simulator.answer.Question;
import dev.strowger.simulator.answer.Question.Delivery;
import dev.strowger.simulator.answer.Question.Limits;
import dev.strowger.simulator.answer.Question.Wanted;
import dev.strowger.simulator.wire.ChatFormat;
import dev.strowger.simulator.wire.ErrorShape;
import dev.strowger.simulator.wire.Json;

/**
 * Bedrock's Converse and ConverseStream.
 *
 * @param model from the path
 * @param streamed by the path
 */
record BedrockChat(String model, boolean streamed) implements ChatFormat {
  private static final int MS_PER_TOKEN = 1;

  @Override
  public Question read(JsonNode body) {
    ArrayNode messages = Turns.messages(body);
    boolean afterTool = Turns.afterTool(body);
    JsonNode config = body.path("inferenceConfig");
    int tokens = Json.tokens(messages) + Json.tokensOf(Turns.text(body.path("system")));
    return new Question(
        model,
        Json.prompt(messages, tokens, true, afterTool),
        new Limits(
            Math.max(1, config.path("maxTokens").asInt(Composer.MOST_TOKENS)),
            Json.strings(config.path("stopSequences"))),
        new Delivery(streamed, true, thinks(body.path("additionalModelRequestFields"))),
        wanted(body, afterTool));
  }

  /** As Claude is asked here. */
  private static boolean thinks(JsonNode fields) {
    JsonNode asked =
        fields.has("thinking") ? fields.path("thinking") : fields.path("reasoning_config");
    String type = asked.path("type").asText();
    return type.equals("enabled") || type.equals("adaptive");
  }

  private static Wanted wanted(JsonNode body, boolean afterTool) {
    JsonNode tools = body.path("toolConfig").path("tools");
    if (!tools.isEmpty() && !afterTool) {
      String named =
          body.path("toolConfig").path("toolChoice").path("tool").path("name").asText("");
      for (JsonNode tool : tools) {
        JsonNode spec = tool.path("toolSpec");
        if (named.isEmpty() || spec.path("name").asText().equals(named)) {
          return new Wanted.ToolCall(
              spec.path("name").asText(), spec.path("inputSchema").path("json"));
        }
      }
      throw new BadQuestion("The tool " + named + " is not in toolConfig.");
    }
    JsonNode form = body.path("outputConfig").path("textFormat");
    return form.path("type").asText().equals("json_schema")
        ? new Wanted.Json(schema(form.path("structure").path("jsonSchema").path("schema")))
        : new Wanted.Text();
  }

  /** Comes as a text. */
  private static JsonNode schema(JsonNode text) {
    try {
      return Json.MAPPER.readTree(text.asText());
    } catch (JsonProcessingException e) {
      throw new BadQuestion("The schema in outputConfig is not JSON.");
    }
  }

  @Override
  public String whole(Reply reply) {
    StringBuilder content = new StringBuilder(512);
    if (!reply.answer().thoughts().isEmpty()) {
      content.append("{\"reasoningContent\":{\"reasoningText\":{\"text\":");
      content.append(Json.quoted(reply.answer().thought())).append(",\"signature\":\"");
      content.append(signature(reply)).append("\"}}},");
    }
    if (reply.question().wanted() instanceof Wanted.ToolCall(String tool, JsonNode _)) {
      content.append("{\"toolUse\":{\"toolUseId\":\"").append(toolUseId(reply));
      content.append("\",\"name\":").append(Json.quoted(tool)).append(",\"input\":");
      content.append(reply.answer().text()).append("}}");
    } else {
      content.append("{\"text\":").append(Json.quoted(reply.answer().text())).append('}');
    }
    return """
    {"output":{"message":{"role":"assistant","content":[%s]}},"stopReason":"%s",%s}"""
        .formatted(content, stop(reply), usage(reply));
  }

  static String toolUseId(Reply reply) {
    return "tooluse_" + reply.id();
  }

  static String signature(Reply reply) {
    return "sig_" + reply.id();
  }

  static String stop(Reply reply) {
    return switch (reply.answer().finish()) {
      case COMPLETE -> "end_turn";
      case LENGTH -> "max_tokens";
      case STOP_TEXT -> "stop_sequence";
      case TOOL_CALL -> "tool_use";
      case FILTERED -> "guardrail_intervened";
    };
  }

  /** Usage and metrics, as members. */
  static String usage(Reply reply) {
    int prompt = reply.promptTokens();
    int output = reply.outputTokens();
    return """
    "usage":{"inputTokens":%s,"outputTokens":%s,"totalTokens":%s},"metrics":{"latencyMs":%s}"""
        .formatted(prompt, output, prompt + output, output * MS_PER_TOKEN);
  }

  @Override
  public Stream stream(Reply reply) {
    return new BedrockStream(reply);
  }

  @Override
  public String streamType() {
    return "application/vnd.amazon.eventstream";
  }

  @Override
  public ErrorShape errors() {
    return new BedrockErrors();
  }
}
