package dev.strowger.dialects.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.dialects.Dialect.Call;
import dev.strowger.dialects.Dialect.Response;
import dev.strowger.dialects.FailureKind;
import dev.strowger.dialects.Fault;
import dev.strowger.dialects.Provider;
import dev.strowger.dialects.answer.Answer;
import dev.strowger.dialects.answer.Answer.Block;
import dev.strowger.dialects.json.Json;
import dev.strowger.dialects.wire.AnswerTool;
import dev.strowger.dialects.wire.MarkedProofs;
import dev.strowger.dialects.wire.StableId;
import dev.strowger.dialects.wire.Wire.Reading;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A whole answer, or an error. */
final class GeminiResponse {
  /** OpenAI takes ids of up to 40 characters, should the conversation go on there. */
  private static final int ID_CHARS = 24;

  private final Call call;
  private final MarkedProofs signatures;

  private GeminiResponse(Call call, Provider provider) {
    this.call = call;
    this.signatures = GeminiWire.proofs(provider);
  }

  static Reading read(Response response, Call call, Provider provider) {
    Optional<JsonNode> json = good(response);
    if (json.isEmpty()) {
      return new Reading.Failed(GeminiErrors.fault(response));
    }
    String blocked = json.get().path("promptFeedback").path("blockReason").asText("");
    if (!blocked.isEmpty()) {
      return new Reading.Failed(GeminiFinish.blocked(blocked, response.status()));
    }
    return new GeminiResponse(call, provider).answer(json.get());
  }

  /** The object of a response that reports no error. */
  static Optional<JsonNode> good(Response response) {
    return response.status() < 200 || response.status() >= 300
        ? Optional.empty()
        : Json.read(response.body())
            .filter(json -> json.isObject() && GeminiErrors.error(json).isEmpty());
  }

  private Reading answer(JsonNode json) {
    List<Answer.Choice> choices = new ArrayList<>();
    for (JsonNode candidate : json.path("candidates")) {
      List<Block> blocks = blocks(candidate, choices.size());
      boolean calls = blocks.stream().anyMatch(Block.Call.class::isInstance);
      switch (GeminiFinish.of(candidate.path("finishReason").asText(""), calls)) {
        case GeminiFinish.Failed(Fault fault) -> {
          return new Reading.Failed(fault);
        }
        case GeminiFinish.Ended(var reason) ->
            choices.add(new Answer.Choice(blocks, reason, GeminiLogprobs.of(candidate)));
      }
    }
    return choices.isEmpty()
        ? new Reading.Failed(
            Fault.of(FailureKind.PROVIDER_ERROR, "Gemini answered without a candidate"))
        : new Reading.Answered(
            new Answer(choices, GeminiUsage.NONE.with(json.path("usageMetadata")).tokens()));
  }

  private List<Block> blocks(JsonNode candidate, int choice) {
    List<Block> blocks = new ArrayList<>();
    int calls = 0;
    for (JsonNode part : candidate.path("content").path("parts")) {
      Optional<Block> block = block(part, choice, calls);
      block.ifPresent(blocks::add);
      calls += block.filter(Block.Call.class::isInstance).isPresent() ? 1 : 0;
      if (block.isEmpty() && !blocks.isEmpty()) {
        // The proof may also come by itself, behind the thoughts.
        String signature = signatures.marked(part.path("thoughtSignature").asText(""));
        if (blocks.getLast() instanceof Block.Thought(var text, var proof) && proof.isEmpty()) {
          blocks.set(blocks.size() - 1, new Block.Thought(text, signature));
        }
      }
    }
    return blocks;
  }

  /** What server tools did has no place in other formats. */
  private Optional<Block> block(JsonNode part, int choice, int calls) {
    String signature = signatures.marked(part.path("thoughtSignature").asText(""));
    JsonNode function = part.path("functionCall");
    if (function.isObject()) {
      String name = function.path("name").asText();
      return Optional.of(
          name.equals(AnswerTool.NAME)
              ? new Block.Text(arguments(function))
              : new Block.Call(
                  id(function, call, choice, calls), name, arguments(function), signature));
    }
    String text = part.path("text").asText("");
    if (part.path("thought").asBoolean()) {
      return Optional.of(new Block.Thought(text, signature));
    }
    return text.isEmpty() ? Optional.empty() : Optional.of(new Block.Text(text));
  }

  /** Arguments as JSON text. */
  static String arguments(JsonNode function) {
    JsonNode args = function.path("args");
    return args.isObject() ? new String(Json.bytes(args), StandardCharsets.UTF_8) : "{}";
  }

  /** Google's id, or one that no other answer has: results will be matched by it. */
  static String id(JsonNode function, Call call, int choice, int index) {
    String given = function.path("id").asText("");
    return given.isEmpty()
        ? "call_" + StableId.of(call.requestId() + "/" + choice + "/" + index, ID_CHARS)
        : given;
  }
}
