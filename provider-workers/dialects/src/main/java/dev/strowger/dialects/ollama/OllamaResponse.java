package dev.strowger.dialects.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.dialects.Dialect.Call;
import dev.strowger.dialects.Dialect.Response;
import dev.strowger.dialects.answer.Answer;
import dev.strowger.dialects.answer.Answer.Block;
import dev.strowger.dialects.answer.Answer.Choice;
import dev.strowger.dialects.fault.ErrorBody;
import dev.strowger.dialects.json.Json;
import dev.strowger.dialects.wire.Wire.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A whole answer, or an error. */
final class OllamaResponse {
  private OllamaResponse() {}

  static Reading read(Response response, Call call) {
    Optional<JsonNode> json = Json.read(response.body());
    boolean error = json.filter(j -> j.hasNonNull("error")).isPresent();
    if (error || response.status() < 200 || response.status() >= 300) {
      return new Reading.Failed(
          OllamaErrors.fault(
              ErrorBody.read(response.body()), response.status(), response.headers()));
    }
    if (json.isEmpty() || !new OllamaReply(json.get()).isReply()) {
      return new Reading.Failed(
          ErrorBody.unreadable(response.status(), response.headers(), response.body()));
    }
    OllamaReply reply = new OllamaReply(json.get());
    List<Block> blocks = new ArrayList<>();
    if (!reply.thinking().isEmpty()) {
      blocks.add(new Block.Thought(reply.thinking(), ""));
    }
    if (!reply.content().isEmpty()) {
      blocks.add(new Block.Text(reply.content()));
    }
    List<Block.Call> calls = reply.calls(call.requestId(), 0);
    blocks.addAll(calls);
    return switch (reply.finish(!calls.isEmpty())) {
      case OllamaFinish.Failed(var fault) -> new Reading.Failed(fault);
      case OllamaFinish.Finished(var reason) ->
          new Reading.Answered(
              new Answer(List.of(new Choice(blocks, reason, reply.logprobs())), reply.usage()));
    };
  }
}
