package dev.strowger.simulator.wire.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.simulator.answer.Answer.Finish;
import dev.strowger.simulator.answer.Answer.Reply;
import dev.strowger.simulator.answer.Composer;
import dev.strowger.simulator.answer.Question;
import dev.strowger.simulator.answer.Question.Delivery;
import dev.strowger.simulator.answer.Question.Limits;
import dev.strowger.simulator.answer.Question.Wanted;
import dev.strowger.simulator.wire.ChatFormat;
import dev.strowger.simulator.wire.ErrorShape;
import dev.strowger.simulator.wire.ErrorShape.Failure;
import dev.strowger.simulator.wire.Json;
import dev.strowger.simulator.wire.openai.OpenAiChat;

/** Ollama's own chat API ({@code POST /api/chat}): newline-delimited JSON, streamed by default. */
record OllamaChat() implements ChatFormat {
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
        new Delivery(body.path("stream").asBoolean(true), true, thinks(body.path("think"))),
        wanted(body, afterTool));
  }

  /** Either true, or how hard. */
  private static boolean thinks(JsonNode think) {
    return think.asBoolean() || think.isTextual();
  }

  private static Wanted wanted(JsonNode body, boolean afterTool) {
    JsonNode form = body.path("format");
    if (form.isObject()) {
      return new Wanted.Json(form);
    }
    if (form.asText().equals("json")) {
      return new Wanted.Json(Json.anyObject());
    }
    return OpenAiChat.wanted(
        Json.MAPPER.createObjectNode().set("tools", body.path("tools")), afterTool);
  }

  @Override
  public String whole(Reply reply) {
    StringBuilder out = head(new StringBuilder(512), reply);
    message(out, reply, reply.answer().text(), reply.answer().thought());
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
  public ErrorShape errors() {
    return new OllamaErrors();
  }

  private static StringBuilder head(StringBuilder out, Reply reply) {
    out.append("{\"model\":").append(Json.quoted(reply.question().model()));
    return out.append(",\"created_at\":\"").append(reply.created()).append("\",\"message\":");
  }

  private static void message(StringBuilder out, Reply reply, String text, String thought) {
    boolean calls = reply.question().wanted() instanceof Wanted.ToolCall;
    out.append("{\"role\":\"assistant\",\"content\":").append(calls ? "\"\"" : Json.quoted(text));
    if (!thought.isEmpty()) {
      out.append(",\"thinking\":").append(Json.quoted(thought));
    }
    if (reply.question().wanted() instanceof Wanted.ToolCall(String tool, JsonNode _)) {
      out.append(",\"tool_calls\":[{\"function\":{\"name\":").append(Json.quoted(tool));
      out.append(",\"arguments\":").append(text).append("}}]");
    }
    out.append('}');
  }

  private static StringBuilder end(StringBuilder out, Reply reply) {
    long nanos = NANOS_PER_TOKEN * reply.outputTokens();
    out.append(",\"done_reason\":\"");
    out.append(reply.answer().finish() == Finish.LENGTH ? "length" : "stop");
    out.append("\",\"done\":true,\"total_duration\":").append(nanos + NANOS_PER_TOKEN);
    out.append(",\"load_duration\":0,\"prompt_eval_count\":").append(reply.promptTokens());
    out.append(",\"prompt_eval_duration\":").append(NANOS_PER_TOKEN);
    out.append(",\"eval_count\":").append(reply.outputTokens());
    return out.append(",\"eval_duration\":").append(nanos).append('}');
  }

  /** A line a piece; a tool call comes as one line before the last. */
  private record Lines(Reply reply, String head) implements Stream {
    @Override
    public String opening() {
      StringBuilder out = new StringBuilder();
      for (String piece : reply.answer().thoughts()) {
        out.append(head).append("{\"role\":\"assistant\",\"content\":\"\",\"thinking\":");
        out.append(Json.quoted(piece)).append("},\"done\":false}\n");
      }
      return out.toString();
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
        message(out.append(head), reply, reply.answer().text(), "");
        out.append(",\"done\":false}\n");
      }
      out.append(head).append("{\"role\":\"assistant\",\"content\":\"\"}");
      return end(out, reply).append('\n').toString();
    }

    @Override
    public String failing(Failure failure) {
      return new OllamaErrors().write(failure).body() + "\n";
    }
  }
}
