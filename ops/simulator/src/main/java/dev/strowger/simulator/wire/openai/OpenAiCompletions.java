package dev.strowger.simulator.wire.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.simulator.answer.Answer.Reply;
import dev.strowger.simulator.answer.BadQuestion;
import dev.strowger.simulator.answer.Question;
import dev.strowger.simulator.answer.Question.Delivery;
import dev.strowger.simulator.answer.Question.Limits;
import dev.strowger.simulator.answer.Question.Prompt;
import dev.strowger.simulator.answer.Question.Wanted;
import dev.strowger.simulator.wire.ChatFormat;
import dev.strowger.simulator.wire.ErrorShape;
import dev.strowger.simulator.wire.ErrorShape.Failure;
import dev.strowger.simulator.wire.Json;

/** OpenAI's older completions of a bare prompt ({@code POST /v1/completions}), one choice. */
public record OpenAiCompletions() implements ChatFormat {
  private static final int USUAL_TOKENS = 16;

  @Override
  public Question read(JsonNode body) {
    String model = Json.model(body, "you must provide a model parameter");
    JsonNode prompt = Json.required(body, "prompt", "Missing required parameter: 'prompt'.");
    String text = prompt.isArray() ? String.join(" ", Json.strings(prompt)) : prompt.asText();
    int most = body.path("max_tokens").asInt(USUAL_TOKENS);
    if (most < 1) {
      throw new BadQuestion("Invalid 'max_tokens': integer below minimum value.");
    }
    return new Question(
        model,
        new Prompt(text, Json.tokensOf(text), "", false, false),
        new Limits(most, Json.strings(body.path("stop"))),
        new Delivery(
            body.path("stream").asBoolean(),
            body.path("stream_options").path("include_usage").asBoolean(),
            false),
        new Wanted.Text());
  }

  @Override
  public String whole(Reply reply) {
    StringBuilder out = head(new StringBuilder(512), reply).append("\"choices\":[{\"text\":");
    out.append(Json.quoted(reply.answer().text()));
    out.append(",\"index\":0,\"logprobs\":null,\"finish_reason\":\"");
    out.append(OpenAiChat.finish(reply)).append("\"}],");
    return OpenAiChat.usage(out, reply).append('}').toString();
  }

  private static StringBuilder head(StringBuilder out, Reply reply) {
    out.append("{\"id\":\"cmpl-").append(reply.id()).append("\",\"object\":\"text_completion\"");
    out.append(",\"created\":").append(reply.created().getEpochSecond());
    return out.append(",\"model\":").append(Json.quoted(reply.question().model())).append(',');
  }

  @Override
  public Stream stream(Reply reply) {
    return new Chunks(reply, head(new StringBuilder("data: "), reply).toString());
  }

  @Override
  public ErrorShape errors() {
    return new OpenAiErrors();
  }

  /** A chunk a piece, then the reason it ends, then perhaps the usage. */
  private record Chunks(Reply reply, String head) implements Stream {
    @Override
    public String opening() {
      return "";
    }

    @Override
    public void piece(StringBuilder out, String piece) {
      out.append(head).append("\"choices\":[{\"text\":\"");
      Json.escape(out, piece);
      out.append("\",\"index\":0,\"logprobs\":null,\"finish_reason\":null}]").append(end());
    }

    @Override
    public String closing() {
      StringBuilder out = new StringBuilder(head).append("\"choices\":[{\"text\":\"\",\"index\":0");
      out.append(",\"logprobs\":null,\"finish_reason\":\"").append(OpenAiChat.finish(reply));
      out.append("\"}]").append(end());
      if (reply.question().delivery().usage()) {
        OpenAiChat.usage(out.append(head).append("\"choices\":[],"), reply).append("}\n\n");
      }
      return out.append("data: [DONE]\n\n").toString();
    }

    @Override
    public String failing(Failure failure) {
      return "data: " + new OpenAiErrors().write(failure).body() + "\n\n";
    }

    private String end() {
      return reply.question().delivery().usage() ? ",\"usage\":null}\n\n" : "}\n\n";
    }
  }
}
