package dev.strowger.simulator.wire.cohere;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.strowger.simulator.answer.Answer.Reply;
import dev.strowger.simulator.answer.Composer;
import dev.strowger.simulator.answer.Question;
import dev.strowger.simulator.answer.Question.Delivery;
import dev.strowger.simulator.answer.Question.Limits;
import dev.strowger.simulator.answer.Question.Wanted;
import dev.strowger.simulator.wire.ChatFormat;
import dev.strowger.simulator.wire.ErrorShape;
import dev.strowger.simulator.wire.Json;
import dev.strowger.simulator.wire.openai.OpenAiChat;

/** Cohere's chat ({@code POST /v2/chat}). */
record CohereChat() implements ChatFormat {
  @Override
  public Question read(JsonNode body) {
    String model = Json.model(body, "model is required");
    JsonNode messages = Json.messages(body, "invalid request: messages must be specified");
    boolean afterTool = messages.get(messages.size() - 1).path("role").asText().equals("tool");
    return new Question(
        model,
        Json.prompt(messages, Json.tokens(messages), false, afterTool),
        new Limits(
            Math.max(1, body.path("max_tokens").asInt(Composer.MOST_TOKENS)),
            Json.strings(body.path("stop_sequences"))),
        new Delivery(
            body.path("stream").asBoolean(),
            true,
            body.path("thinking").path("type").asText().equals("enabled")),
        wanted(body, afterTool));
  }

  /** Tools are OpenAI's; the choice and the form of the text are not. */
  private static Wanted wanted(JsonNode body, boolean afterTool) {
    ObjectNode alike = Json.MAPPER.createObjectNode();
    if (!body.path("tool_choice").asText().equals("NONE")) {
      alike.set("tools", body.path("tools"));
    }
    JsonNode form = body.path("response_format");
    if (form.path("type").asText().equals("json_object")
        && !(OpenAiChat.wanted(alike, afterTool) instanceof Wanted.ToolCall)) {
      JsonNode schema = form.path("json_schema");
      return new Wanted.Json(schema.isObject() ? schema : Json.anyObject());
    }
    return OpenAiChat.wanted(alike, afterTool);
  }

  @Override
  public String whole(Reply reply) {
    return """
    {"id":"%s","message":{"role":"assistant",%s},"finish_reason":"%s","usage":%s}"""
        .formatted(reply.id(), message(reply), finish(reply), usage(reply));
  }

  private static String message(Reply reply) {
    String text = Json.quoted(reply.answer().text());
    if (reply.question().wanted() instanceof Wanted.ToolCall(String tool, JsonNode _)) {
      return """
      "tool_plan":%s,"tool_calls":[%s]"""
          .formatted(Json.quoted(plan(tool)), call(reply, tool, text));
    }
    String thinking =
        reply.answer().thoughts().isEmpty()
            ? ""
            : """
            {"type":"thinking","thinking":%s},"""
                .formatted(Json.quoted(reply.answer().thought()));
    return """
    "content":[%s{"type":"text","text":%s}]"""
        .formatted(thinking, text);
  }

  static String plan(String tool) {
    return "I will use " + tool + ".";
  }

  /**
   * @param arguments a JSON string
   */
  static String call(Reply reply, String tool, String arguments) {
    return """
    {"id":"call_%s","type":"function","function":{"name":%s,"arguments":%s}}"""
        .formatted(reply.id(), Json.quoted(tool), arguments);
  }

  static String finish(Reply reply) {
    return switch (reply.answer().finish()) {
      case COMPLETE, FILTERED -> "COMPLETE";
      case STOP_TEXT -> "STOP_SEQUENCE";
      case LENGTH -> "MAX_TOKENS";
      case TOOL_CALL -> "TOOL_CALL";
    };
  }

  static String usage(Reply reply) {
    return """
    {"billed_units":{"input_tokens":%1$s,"output_tokens":%2$s},\
    "tokens":{"input_tokens":%1$s,"output_tokens":%2$s}}"""
        .formatted(reply.promptTokens(), reply.outputTokens());
  }

  @Override
  public Stream stream(Reply reply) {
    return new CohereStream(reply);
  }

  @Override
  public ErrorShape errors() {
    return new CohereErrors();
  }
}
