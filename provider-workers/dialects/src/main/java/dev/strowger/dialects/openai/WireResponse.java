package dev.strowger.dialects.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.dialects.Dialect.Call;
import dev.strowger.dialects.Dialect.Response;
import dev.strowger.dialects.FailureKind;
import dev.strowger.dialects.Fault;
import dev.strowger.dialects.Provider;
import dev.strowger.dialects.TokenUsage;
import dev.strowger.dialects.answer.Answer;
import dev.strowger.dialects.answer.Answer.Block;
import dev.strowger.dialects.answer.Answer.Choice;
import dev.strowger.dialects.answer.FinishReason;
import dev.strowger.dialects.fault.ErrorBody;
import dev.strowger.dialects.json.Json;
import dev.strowger.dialects.wire.AnswerTool;
import dev.strowger.dialects.wire.StableId;
import dev.strowger.dialects.wire.Wire.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A whole completion as an answer, or an error. */
final class WireResponse {
  private static final int ID_CHARS = 24;

  private WireResponse() {}

  static Reading read(Response response, Call call, Provider provider) {
    Optional<JsonNode> read = Json.read(response.body());
    boolean good = response.status() >= 200 && response.status() < 300;
    JsonNode choices =
        read.map(json -> json.path("choices")).filter(JsonNode::isArray).orElse(null);
    if (!good || read.filter(WireResponse::failed).isPresent()) {
      return new Reading.Failed(OpenAiErrors.fault(response));
    }
    if (read.isEmpty() || choices == null || choices.isEmpty()) {
      return new Reading.Failed(
          ErrorBody.unreadable(response.status(), response.headers(), response.body()));
    }
    List<Choice> answers = new ArrayList<>();
    for (JsonNode choice : choices) {
      String reason = choice.path("finish_reason").asText("");
      Optional<String> standard = FinishReasons.standard(reason);
      if (standard.isEmpty()) {
        return new Reading.Failed(noEnd(choice, reason, response));
      }
      answers.add(choice(choice, standard.get(), answers.size(), call, provider));
    }
    JsonNode usage = read.get().path("usage");
    TokenUsage tokens =
        usage.isObject() ? OpenAiUsage.read(usage, provider).tokens() : TokenUsage.NONE;
    return new Reading.Answered(new Answer(answers, tokens));
  }

  private static boolean failed(JsonNode json) {
    return json.hasNonNull("error")
        || json.path("object").asText().equals("error")
        || (!json.has("choices") && (json.hasNonNull("message") || json.hasNonNull("detail")));
  }

  private static Fault noEnd(JsonNode choice, String reason, Response response) {
    if (choice.hasNonNull("error")) {
      return OpenAiErrors.fault(ErrorBody.of(choice.get("error")), response, new Choices());
    }
    String message =
        FinishReasons.none(reason)
            ? "the answer has no finish reason"
            : "the answer ended with the finish reason " + reason;
    FailureKind kind = FinishReasons.failure(reason);
    return new Fault(kind, response.status(), message, Optional.empty(), Optional.empty());
  }

  private static Choice choice(
      JsonNode choice, String reason, int index, Call asked, Provider provider) {
    JsonNode message = choice.path("message");
    List<Block> blocks = new ArrayList<>();
    WireThoughts.read(message, OpenAiWire.proofs(provider), blocks);
    String text = text(message.path("content"));
    if (!text.isEmpty()) {
      blocks.add(new Block.Text(text));
    }
    if (message.path("refusal").isTextual() && !message.path("refusal").textValue().isEmpty()) {
      blocks.add(new Block.Refusal(message.path("refusal").textValue()));
    }
    int calls = 0;
    for (JsonNode call : message.path("tool_calls")) {
      JsonNode function = call.path("function");
      String arguments = arguments(function.path("arguments"));
      if (function.path("name").asText().equals(AnswerTool.NAME)) {
        blocks.add(new Block.Text(arguments));
      } else {
        blocks.add(
            new Block.Call(
                callId(call.path("id").asText(""), asked, index, calls++),
                function.path("name").asText(),
                arguments,
                signature(call)));
      }
    }
    Optional<JsonNode> logprobs = Optional.of(choice.path("logprobs")).filter(JsonNode::isObject);
    return new Choice(blocks, finish(reason, calls > 0), logprobs);
  }

  /** The provider's, or one that no other answer has: results will be matched by it. */
  static String callId(String given, Call asked, int choice, int call) {
    return given.isEmpty()
        ? "call_" + StableId.of(asked.requestId() + "/" + choice + "/" + call, ID_CHARS)
        : given;
  }

  /** A text, or the texts of a list of parts. */
  static String text(JsonNode content) {
    if (content.isTextual()) {
      return content.textValue();
    }
    StringBuilder text = new StringBuilder();
    for (JsonNode part : content) {
      text.append(part.path("text").asText(""));
    }
    return text.toString();
  }

  private static String arguments(JsonNode arguments) {
    if (arguments.isObject()) {
      return arguments.toString();
    }
    String text = arguments.asText("");
    return text.isBlank() ? "{}" : text;
  }

  /** Gemini's, as its OpenAI-compatible API has it. */
  static String signature(JsonNode call) {
    return call.path("extra_content").path("google").path("thought_signature").asText("");
  }

  /** Servers that were made to call a tool say stop, others say tool_calls. */
  static FinishReason finish(String reason, boolean calls) {
    return switch (reason) {
      case "length" -> FinishReason.LENGTH;
      case "content_filter" -> FinishReason.CONTENT_FILTER;
      default -> calls ? FinishReason.TOOL_CALLS : FinishReason.STOP;
    };
  }
}
