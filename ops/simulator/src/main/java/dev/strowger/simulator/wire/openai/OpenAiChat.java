package dev.strowger.simulator.wire.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.simulator.answer.Answer.Finish;
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
 * OpenAI chat completions ({@code POST /v1/chat/completions}), one choice.
 *
 * @param continuesPrefill whether an assistant message at the end is continued, as Ollama and other
 *     compatible servers do, and OpenAI does not
 * @param choiceStart members each choice begins with, each followed by a comma; usually empty
 */
public record OpenAiChat(boolean continuesPrefill, String choiceStart) implements ChatFormat {
  public OpenAiChat(boolean continuesPrefill) {
    this(continuesPrefill, "");
  }

  @Override
  public Question read(JsonNode body) {
    String model = Json.model(body, "you must provide a model parameter");
    JsonNode messages = Json.messages(body, "Missing required parameter: 'messages'.");
    boolean afterTool = messages.get(messages.size() - 1).path("role").asText().equals("tool");
    int most =
        body.path("max_completion_tokens")
            .asInt(body.path("max_tokens").asInt(Composer.MOST_TOKENS));
    if (most < 1) {
      throw new BadQuestion("Invalid 'max_tokens': integer below minimum value.");
    }
    return new Question(
        model,
        Json.prompt(messages, Json.tokens(messages), continuesPrefill, afterTool),
        new Limits(most, Json.strings(body.path("stop"))),
        new Delivery(
            body.path("stream").asBoolean(),
            body.path("stream_options").path("include_usage").asBoolean(),
            false),
        wanted(body, afterTool));
  }

  /** A call of a tool or a JSON text, where the body asks for one. */
  public static Wanted wanted(JsonNode body, boolean afterTool) {
    JsonNode tools = body.path("tools");
    JsonNode choice = body.path("tool_choice");
    if (tools.isArray() && !tools.isEmpty() && !afterTool && !choice.asText().equals("none")) {
      String named = choice.path("function").path("name").asText("");
      for (JsonNode tool : tools) {
        JsonNode function = tool.path("function");
        if (named.isEmpty() || function.path("name").asText().equals(named)) {
          return new Wanted.ToolCall(function.path("name").asText(), function.path("parameters"));
        }
      }
      throw new BadQuestion("Tool choice 'function' not found in 'tools' parameter.");
    }
    JsonNode form = body.path("response_format");
    return switch (form.path("type").asText()) {
      case "json_schema" -> new Wanted.Json(form.path("json_schema").path("schema"));
      case "json_object" -> new Wanted.Json(Json.anyObject());
      default -> new Wanted.Text();
    };
  }

  @Override
  public String whole(Reply reply) {
    StringBuilder out = new StringBuilder(512);
    head(out, reply, "chat.completion").append("\"choices\":[{").append(choiceStart);
    out.append("\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":");
    if (reply.question().wanted() instanceof Wanted.ToolCall(String tool, JsonNode _)) {
      out.append("null,\"refusal\":null,\"tool_calls\":[{\"id\":\"call_").append(reply.id());
      out.append("\",\"type\":\"function\",\"function\":{\"name\":").append(Json.quoted(tool));
      out.append(",\"arguments\":").append(Json.quoted(reply.answer().text())).append("}}]");
    } else {
      out.append(Json.quoted(reply.answer().text())).append(",\"refusal\":null");
    }
    out.append("},\"logprobs\":null,\"finish_reason\":\"").append(finish(reply)).append("\"}],");
    return usage(out, reply).append('}').toString();
  }

  @Override
  public Stream stream(Reply reply) {
    return new OpenAiStream(reply, choiceStart);
  }

  @Override
  public ErrorShape errors() {
    return new OpenAiErrors();
  }

  static StringBuilder head(StringBuilder out, Reply reply, String object) {
    out.append("{\"id\":\"chatcmpl-").append(reply.id()).append("\",\"object\":\"").append(object);
    out.append("\",\"created\":").append(reply.created().getEpochSecond()).append(",\"model\":");
    return out.append(Json.quoted(reply.question().model()))
        .append(",\"system_fingerprint\":\"fp_simulated\",");
  }

  public static StringBuilder usage(StringBuilder out, Reply reply) {
    int prompt = reply.promptTokens();
    int completion = reply.completionTokens();
    out.append("\"usage\":{\"prompt_tokens\":").append(prompt);
    out.append(",\"completion_tokens\":").append(completion);
    out.append(",\"total_tokens\":").append(prompt + completion);
    return out.append(
        ",\"prompt_tokens_details\":{\"cached_tokens\":0},"
            + "\"completion_tokens_details\":{\"reasoning_tokens\":0}}");
  }

  public static String finish(Reply reply) {
    Finish finish = reply.answer().finish();
    return switch (finish) {
      case COMPLETE, STOP_TEXT -> "stop";
      case LENGTH -> "length";
      case TOOL_CALL -> "tool_calls";
      case FILTERED -> "content_filter";
    };
  }
}
