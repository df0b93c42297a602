package dev.strowger.dialects.api.completions;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.dialects.Dialect.Call;
import dev.strowger.dialects.answer.Answer;
import dev.strowger.dialects.answer.Answer.Block;
import dev.strowger.dialects.answer.FinishReason;
import dev.strowger.dialects.api.UsageJson;
import dev.strowger.dialects.json.Json;
import java.io.IOException;
import java.util.Optional;

/** OpenAI's {@code text_completion} object. It has no place for thoughts. */
final class TextCompletion {
  private TextCompletion() {}

  static byte[] render(Call call, Answer answer) {
    return Json.bytes(
        json -> {
          json.writeStartObject();
          head(json, call, id(call));
          json.writeArrayFieldStart("choices");
          for (int index = 0; index < answer.choices().size(); index++) {
            Answer.Choice choice = answer.choices().get(index);
            choice(json, index, text(choice), 0, choice.logprobs());
            json.writeStringField("finish_reason", label(choice.finish()));
            json.writeEndObject();
          }
          json.writeEndArray();
          UsageJson.write(json, answer.usage());
          json.writeEndObject();
        });
  }

  /** One id for a request, whoever answers it. */
  static String id(Call call) {
    return "cmpl-" + call.requestId();
  }

  static void head(JsonGenerator json, Call call, String id) throws IOException {
    json.writeStringField("id", id);
    json.writeStringField("object", "text_completion");
    json.writeNumberField("created", call.createdSeconds());
    json.writeStringField("model", call.model());
  }

  /**
   * A choice without its finish reason and end.
   *
   * @param offset of the text in the choice's whole text
   */
  static void choice(
      JsonGenerator json, int index, String text, int offset, Optional<JsonNode> logprobs)
      throws IOException {
    json.writeStartObject();
    json.writeNumberField("index", index);
    json.writeStringField("text", text);
    json.writeFieldName("logprobs");
    if (logprobs.isPresent()) {
      TextLogprobs.write(json, logprobs.get(), offset);
    } else {
      json.writeNull();
    }
  }

  /** The API knows no tools, so no answer is a call of one. */
  static String label(FinishReason reason) {
    return switch (reason) {
      case STOP, TOOL_CALLS -> FinishReason.STOP.label();
      case LENGTH, CONTENT_FILTER -> reason.label();
    };
  }

  private static String text(Answer.Choice choice) {
    StringBuilder text = new StringBuilder();
    for (Block block : choice.blocks()) {
      switch (block) {
        case Block.Text(var more) -> text.append(more);
        case Block.Refusal(var more) -> text.append(more);
        case Block.Thought _, Block.RedactedThought _, Block.Call _ -> {}
      }
    }
    return text.toString();
  }
}
