package dev.strowger.simulator.wire.google;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.simulator.answer.Answer.Reply;
import dev.strowger.simulator.answer.BadQuestion;
import dev.strowger.simulator.answer.Question;
import dev.strowger.simulator.answer.Question.Delivery;
import dev.strowger.simulator.wire.ChatFormat;
import dev.strowger.simulator.wire.DirectFormat;
import dev.strowger.simulator.wire.ErrorShape;
import dev.strowger.simulator.wire.Json;
import dev.strowger.simulator.wire.Written;
import dev.strowger.simulator.wire.anthropic.AnthropicChat;
import dev.strowger.simulator.wire.anthropic.AnthropicErrors;
import dev.strowger.simulator.wire.anthropic.AnthropicTokenCount;

/**
 * Claude on Vertex: Anthropic's messages, with the model in the path and the version in the body.
 *
 * @param model from the path
 * @param streamed by the verb of the path
 */
record VertexClaude(String model, boolean streamed) implements ChatFormat {
  private static final AnthropicChat ANTHROPIC = new AnthropicChat();

  @Override
  public Question read(JsonNode body) {
    Json.required(body, "anthropic_version", "anthropic_version: Field required");
    if (body.has("model")) {
      throw new BadQuestion("model: Extra inputs are not permitted");
    }
    Question asked =
        ANTHROPIC.read(Json.with(body, "model", Json.MAPPER.getNodeFactory().textNode(model)));
    boolean stream = streamed || asked.delivery().stream();
    return new Question(
        asked.model(),
        asked.prompt(),
        asked.limits(),
        new Delivery(stream, true, asked.delivery().thoughts()),
        asked.wanted());
  }

  @Override
  public String whole(Reply reply) {
    return ANTHROPIC.whole(reply);
  }

  @Override
  public Stream stream(Reply reply) {
    return ANTHROPIC.stream(reply);
  }

  @Override
  public ErrorShape errors() {
    return VertexClaude::error;
  }

  /** What Google says no to is in Google's form, what the model says no to in Anthropic's. */
  private static Written error(ErrorShape.Failure failure) {
    return switch (failure.status()) {
      case 401, 403, 404, 429, 499 -> new GoogleErrors().write(failure);
      default -> new AnthropicErrors().write(failure);
    };
  }

  /** Counts for the model the body names. */
  record TokenCount() implements DirectFormat {
    @Override
    public Written answer(JsonNode body) {
      return new AnthropicTokenCount().answer(body);
    }

    @Override
    public ErrorShape errors() {
      return VertexClaude::error;
    }
  }
}
