package dev.strowger.simulator.wire.google;

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
 * Gemini's {@code :generateContent} and {@code :streamGenerateContent}.
 *
 * @param model from the path
 * @param streamed by the verb of the path
 * @param sse whether a stream comes as events ({@code alt=sse}) or as one long JSON array
 */
record GeminiChat(String model, boolean streamed, boolean sse) implements ChatFormat {
  @Override
  public Question read(JsonNode body) {
    ArrayNode messages = Contents.messages(body);
    JsonNode config = body.path("generationConfig");
    boolean afterTool = Contents.afterTool(body);
    int most = config.path("maxOutputTokens").asInt(Composer.MOST_TOKENS);
    if (most < 1) {
      throw new BadQuestion("max_output_tokens must be positive.");
    }
    return new Question(
        model,
        Json.prompt(messages, Contents.tokens(body, messages), false, afterTool),
        new Limits(most, Json.strings(config.path("stopSequences"))),
        new Delivery(
            streamed, true, config.path("thinkingConfig").path("includeThoughts").asBoolean()),
        wanted(body, config, afterTool));
  }

  private static Wanted wanted(JsonNode body, JsonNode config, boolean afterTool) {
    JsonNode calling = body.path("toolConfig").path("functionCallingConfig");
    if (!afterTool && !calling.path("mode").asText().equals("NONE")) {
      String allowed = calling.path("allowedFunctionNames").path(0).asText("");
      for (JsonNode tool : body.path("tools")) {
        for (JsonNode function : tool.path("functionDeclarations")) {
          if (allowed.isEmpty() || function.path("name").asText().equals(allowed)) {
            return new Wanted.ToolCall(
                function.path("name").asText(),
                either(function.path("parametersJsonSchema"), function.path("parameters")));
          }
        }
      }
    }
    if (!config.path("responseMimeType").asText().equals("application/json")) {
      return new Wanted.Text();
    }
    JsonNode schema = either(config.path("responseJsonSchema"), config.path("responseSchema"));
    return new Wanted.Json(schema.isObject() ? schema : Json.anyObject());
  }

  private static JsonNode either(JsonNode first, JsonNode second) {
    return first.isMissingNode() ? second : first;
  }

  @Override
  public String whole(Reply reply) {
    if (reply.filtered()) {
      return blocked(reply);
    }
    StringBuilder parts = new StringBuilder(512);
    if (!reply.answer().thoughts().isEmpty()) {
      parts.append("{\"text\":").append(Json.quoted(reply.answer().thought()));
      parts.append(",\"thought\":true},");
    }
    return response(reply, parts.append(lastPart(reply, reply.answer().text())).toString());
  }

  /** A response that ends the answer, with these parts. */
  static String response(Reply reply, String parts) {
    return """
    {"candidates":[{"content":{"parts":[%s],"role":"model"},"finishReason":"%s","index":0}],\
    "usageMetadata":%s,%s}"""
        .formatted(parts, finish(reply), usage(reply), end(reply));
  }

  /** The call of a function, or a text; where there was a thought, with its signature. */
  static String lastPart(Reply reply, String text) {
    String signature =
        reply.answer().thoughts().isEmpty()
            ? ""
            : ",\"thoughtSignature\":\"" + signature(reply) + "\"";
    return reply.question().wanted() instanceof Wanted.ToolCall(String tool, JsonNode _)
        ? """
        {"functionCall":{"name":%s,"args":%s}%s}"""
            .formatted(Json.quoted(tool), reply.answer().text(), signature)
        : "{\"text\":" + Json.quoted(text) + signature + "}";
  }

  private static String signature(Reply reply) {
    return java.util.Base64.getEncoder()
        .encodeToString(reply.id().getBytes(java.nio.charset.StandardCharsets.US_ASCII));
  }

  /** What a prompt gets that the filter stops: no candidate. */
  static String blocked(Reply reply) {
    return """
    {"promptFeedback":{"blockReason":"SAFETY","safetyRatings":[{"category":\
    "HARM_CATEGORY_DANGEROUS_CONTENT","probability":"HIGH","blocked":true}]},\
    "usageMetadata":{"promptTokenCount":%1$s,"totalTokenCount":%1$s},%2$s}"""
        .formatted(reply.promptTokens(), end(reply));
  }

  private static String finish(Reply reply) {
    return switch (reply.answer().finish()) {
      case COMPLETE, STOP_TEXT, TOOL_CALL -> "STOP";
      case LENGTH -> "MAX_TOKENS";
      case FILTERED -> "SAFETY";
    };
  }

  /** Thoughts are counted beside the candidates, and are in the total. */
  private static String usage(Reply reply) {
    int prompt = reply.promptTokens();
    String thoughts =
        reply.thoughtTokens() == 0 ? "" : ",\"thoughtsTokenCount\":" + reply.thoughtTokens();
    return """
    {"promptTokenCount":%1$s,"candidatesTokenCount":%2$s,"totalTokenCount":%3$s,\
    "promptTokensDetails":[{"modality":"TEXT","tokenCount":%1$s}]%4$s}"""
        .formatted(prompt, reply.completionTokens(), prompt + reply.outputTokens(), thoughts);
  }

  static String end(Reply reply) {
    return "\"modelVersion\":"
        + Json.quoted(reply.question().model())
        + ",\"responseId\":\""
        + reply.id()
        + "\"";
  }

  @Override
  public Stream stream(Reply reply) {
    return new GeminiStream(reply, sse);
  }

  @Override
  public String streamType() {
    return sse ? "text/event-stream" : "application/json; charset=UTF-8";
  }

  @Override
  public ErrorShape errors() {
    return new GoogleErrors();
  }
}
