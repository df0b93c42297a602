package dev.strowger.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.strowger.simulator.Answer.Finish;
import dev.strowger.simulator.Answer.Reply;
import dev.strowger.simulator.Question.Delivery;
import dev.strowger.simulator.Question.Limits;
import dev.strowger.simulator.Question.Wanted;

/** Ollama's own chat API ({@code POST /api/chat}): newline-delimited JSON, streamed by default. */
record OllamaFormat() implements WireFormat {
  private static final long NANOS_PER_TOKEN = 1_000_000;

  @Override
  public Question read(JsonNode body) {
    String model = Json.model(body, "model is required");
    JsonNode messages = Json.messages(body, "messages is required");
    boolean afterTool = messages.get(messages.size() - 1).path("role").asText().equals("tool");
    JsonNode options = body.path("options");
    int most = options.path("num_predict").asInt(-1);
    return new Question(
        model,
        Json.prompt(messages, Json.tokens(messages), true, afterTool),
        new Limits(most < 1 ? Composer.MOST_TOKENS : most, Json.strings(options.path("stop"))),
        new Delivery(body.path("stream").asBoolean(true), true),
        wanted(body, afterTool));
  }

  private static Wanted wanted(JsonNode body, boolean afterTool) {
    JsonNode form = body.path("format");
    if (form.isObject()) {
      return new Wanted.Json(form);
    }
    if (form.asText().equals("json")) {
      return new Wanted.Json(OpenAiFormat.anyObject());
    }
    return OpenAiFormat.wanted(
        JsonNodeFactory.instance.objectNode().set("tools", body.path("tools")), afterTool);
  }

  @Override
  public String whole(Reply reply) {
    StringBuilder out = head(new StringBuilder(512), reply);
    message(out, reply, reply.answer().text());
    return end(out, reply).toString();
  }

  @Override
  public Stream stream(Reply reply) {
    return new Lines(reply, head(new StringBuilder(), reply).toString());
  }

  @Override
  public String streamType() {
    return "application/x-ndjson";
  }

  @Override
  public String error(int status, String message) {
    return "{\"error\":" + Json.quoted(message) + "}";
  }

  private static StringBuilder head(StringBuilder out, Reply reply) {
    out.append("{\"model\":").append(Json.quoted(reply.question().model()));
    return out.append(",\"created_at\":\"").append(reply.created()).append("\",\"message\":");
  }

  private static void message(StringBuilder out, Reply reply, String text) {
    if (reply.question().wanted() instanceof Wanted.ToolCall(String tool, JsonNode _)) {
      out.append("{\"role\":\"assistant\",\"content\":\"\",\"tool_calls\":[{\"function\":{");
      out.append("\"name\":").append(Json.quoted(tool));
      out.append(",\"arguments\":").append(text).append("}}]}");
    } else {
      out.append("{\"role\":\"assistant\",\"content\":").append(Json.quoted(text)).append('}');
    }
  }

  private static StringBuilder end(StringBuilder out, Reply reply) {
    long nanos = NANOS_PER_TOKEN * reply.completionTokens();
    out.append(",\"done_reason\":\"");
    out.append(reply.answer().finish() == Finish.LENGTH ? "length" : "stop");
    out.append("\",\"done\":true,\"total_duration\":").append(nanos + NANOS_PER_TOKEN);
    out.append(",\"load_duration\":0,\"prompt_eval_count\":").append(reply.promptTokens());
    out.append(",\"prompt_eval_duration\":").append(NANOS_PER_TOKEN);
    out.append(",\"eval_count\":").append(reply.completionTokens());
    return out.append(",\"eval_duration\":").append(nanos).append('}');
  }

  /** A line a piece; a tool call comes as one line before the last. */
  private record Lines(Reply reply, String head) implements Stream {
    @Override
    public String opening() {
      return "";
    }

    @Override
    public void piece(StringBuilder out, String piece) {
      if (reply.question().wanted() instanceof Wanted.ToolCall) {
        return;
      }
      out.append(head).append("{\"role\":\"assistant\",\"content\":\"");
      Json.escape(out, piece);
      out.append("\"},\"done\":false}\n");
    }

    @Override
    public String closing() {
      StringBuilder out = new StringBuilder(512);
      if (reply.question().wanted() instanceof Wanted.ToolCall) {
        message(out.append(head), reply, reply.answer().text());
        out.append(",\"done\":false}\n");
      }
      out.append(head).append("{\"role\":\"assistant\",\"content\":\"\"}");
      return end(out, reply).append('\n').toString();
    }
  }
}
