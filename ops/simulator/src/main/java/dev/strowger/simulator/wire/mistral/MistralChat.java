package dev.strowger.simulator.wire.mistral;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.simulator.answer.Answer.Reply;
import dev.strowger.simulator.answer.BadQuestion;
import dev.strowger.simulator.answer.Question;
import dev.strowger.simulator.answer.Question.Delivery;
import dev.strowger.simulator.answer.Question.Wanted;
import dev.strowger.simulator.wire.ChatFormat;
import dev.strowger.simulator.wire.ErrorShape;
import dev.strowger.simulator.wire.ErrorShape.Failure;
import dev.strowger.simulator.wire.Json;
import dev.strowger.simulator.wire.openai.OpenAiChat;
import java.util.List;

/**
 * Mistral's chat completions: what is thought comes as a chunk of the content, a tool call in one
 * piece, and the usage on the last chunk, which has a choice.
 */
record MistralChat() implements ChatFormat {
  private static final int UNPROCESSABLE = 422;
  private static final List<String> UNKNOWN = List.of("max_completion_tokens", "store");

  @Override
  public Question read(JsonNode body) {
    for (String member : UNKNOWN) {
      if (body.has(member)) {
        throw new BadQuestion(UNPROCESSABLE, member + ": " + MistralErrors.FORBIDDEN);
      }
    }
    if (!body.path("messages").isArray()) {
      throw new BadQuestion(UNPROCESSABLE, "messages: Field required");
    }
    Question plain = new OpenAiChat(true).read(body);
    String effort = body.path("reasoning_effort").asText("none");
    boolean thinks =
        body.path("prompt_mode").asText().equals("reasoning") || !effort.equals("none");
    return new Question(
        plain.model(),
        plain.prompt(),
        plain.limits(),
        new Delivery(plain.delivery().stream(), true, thinks),
        plain.wanted());
  }

  @Override
  public String whole(Reply reply) {
    return head(reply, "chat.completion")
        + "\"choices\":[{\"index\":0,\"finish_reason\":\""
        + finish(reply)
        + "\",\"message\":{\"role\":\"assistant\","
        + (reply.question().wanted() instanceof Wanted.ToolCall(String tool, JsonNode _)
            ? "\"content\":\"\"," + call(reply, tool)
            : "\"tool_calls\":null,\"content\":" + content(reply))
        + "}}],"
        + usage(reply)
        + "}";
  }

  private static String content(Reply reply) {
    String text = Json.quoted(reply.answer().text());
    return reply.answer().thoughts().isEmpty()
        ? text
        : "[" + thinking(reply) + ",{\"type\":\"text\",\"text\":" + text + "}]";
  }

  private static String thinking(Reply reply) {
    return "{\"type\":\"thinking\",\"thinking\":[{\"type\":\"text\",\"text\":"
        + Json.quoted(reply.answer().thought())
        + "}]}";
  }

  private static String call(Reply reply, String tool) {
    return """
    "tool_calls":[{"id":"%s","type":"function","function":{"name":%s,"arguments":%s},"index":0}]"""
        .formatted(lastNine(reply.id()), Json.quoted(tool), Json.quoted(reply.answer().text()));
  }

  /** Ids of calls have nine characters here. */
  private static String lastNine(String id) {
    return id.substring(id.length() - 9);
  }

  private static String head(Reply reply, String object) {
    return """
    {"id":"%s","object":"%s","created":%s,"model":%s,"""
        .formatted(
            reply.id(),
            object,
            reply.created().getEpochSecond(),
            Json.quoted(reply.question().model()));
  }

  private static String finish(Reply reply) {
    return switch (reply.answer().finish()) {
      case COMPLETE, STOP_TEXT, FILTERED -> "stop";
      case LENGTH -> "length";
      case TOOL_CALL -> "tool_calls";
    };
  }

  private static String usage(Reply reply) {
    int prompt = reply.promptTokens();
    int completion = reply.outputTokens();
    return """
    "usage":{"prompt_tokens":%s,"total_tokens":%s,"completion_tokens":%s}"""
        .formatted(prompt, prompt + completion, completion);
  }

  @Override
  public Stream stream(Reply reply) {
    return new Chunks(reply, "data: " + head(reply, "chat.completion.chunk"));
  }

  @Override
  public ErrorShape errors() {
    return new MistralErrors();
  }

  private record Chunks(Reply reply, String head) implements Stream {
    private static final String DELTA = "\"choices\":[{\"index\":0,\"delta\":{";
    private static final String GOES_ON = "},\"finish_reason\":null}]}\n\n";

    @Override
    public String opening() {
      String first = head + DELTA + "\"role\":\"assistant\",\"content\":\"\"" + GOES_ON;
      return reply.answer().thoughts().isEmpty()
          ? first
          : first + head + DELTA + "\"content\":[" + thinking(reply) + "]" + GOES_ON;
    }

    @Override
    public void piece(StringBuilder out, String piece) {
      if (reply.question().wanted() instanceof Wanted.ToolCall) {
        return;
      }
      out.append(head).append(DELTA).append("\"content\":\"");
      Json.escape(out, piece);
      out.append('"').append(GOES_ON);
    }

    @Override
    public String closing() {
      String last =
          reply.question().wanted() instanceof Wanted.ToolCall(String tool, JsonNode _)
              ? call(reply, tool)
              : "\"content\":\"\"";
      return head
          + DELTA
          + last
          + "},\"finish_reason\":\""
          + finish(reply)
          + "\"}],"
          + usage(reply)
          + "}\n\ndata: [DONE]\n\n";
    }

    @Override
    public String failing(Failure failure) {
      return "data: " + new MistralErrors().write(failure).body() + "\n\n";
    }
  }
}
