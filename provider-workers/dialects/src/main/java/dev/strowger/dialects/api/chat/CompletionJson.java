package dev.strowger.dialects.api.chat;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.strowger.dialects.Dialect;
import dev.strowger.dialects.answer.Answer;
import dev.strowger.dialects.answer.Answer.Block;
import dev.strowger.dialects.answer.Answer.Choice;
import dev.strowger.dialects.answer.FinishReason;
import dev.strowger.dialects.api.UsageJson;
import dev.strowger.dialects.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** OpenAI's {@code chat.completion} object. */
final class CompletionJson {
  private final boolean functions;

  private CompletionJson(boolean functions) {
    this.functions = functions;
  }

  static byte[] render(Dialect.Call call, Answer answer) {
    return new CompletionJson(Functions.asked(call.body())).completion(call, answer);
  }

  /** One id for a request, whoever answers it. */
  static String id(Dialect.Call call) {
    return "chatcmpl-" + call.requestId();
  }

  /**
   * The field {@code finish_reason}.
   *
   * @param functions whether the client asked in the older form, see {@link Functions}
   */
  static void finish(JsonGenerator json, FinishReason reason, boolean functions)
      throws IOException {
    json.writeStringField(
        "finish_reason",
        functions && reason == FinishReason.TOOL_CALLS ? "function_call" : reason.label());
  }

  private byte[] completion(Dialect.Call call, Answer answer) {
    return Json.bytes(
        json -> {
          json.writeStartObject();
          json.writeStringField("id", id(call));
          json.writeStringField("object", "chat.completion");
          json.writeNumberField("created", call.createdSeconds());
          json.writeStringField("model", call.model());
          json.writeArrayFieldStart("choices");
          for (int index = 0; index < answer.choices().size(); index++) {
            choice(json, index, answer.choices().get(index));
          }
          json.writeEndArray();
          UsageJson.write(json, answer.usage());
          json.writeEndObject();
        });
  }

  private void choice(JsonGenerator json, int index, Choice choice) throws IOException {
    json.writeStartObject();
    json.writeNumberField("index", index);
    message(json, choice);
    json.writeFieldName("logprobs");
    if (choice.logprobs().isPresent()) {
      LogprobsJson.write(json, choice.logprobs().get());
    } else {
      json.writeNull();
    }
    finish(json, choice.finish(), functions);
    json.writeEndObject();
  }

  private void message(JsonGenerator json, Choice choice) throws IOException {
    StringBuilder text = new StringBuilder();
    StringBuilder refusal = new StringBuilder();
    StringBuilder thoughts = new StringBuilder();
    List<Block.Call> calls = new ArrayList<>();
    for (Block block : choice.blocks()) {
      switch (block) {
        case Block.Text(var more) -> text.append(more);
        case Block.Refusal(var more) -> refusal.append(more);
        case Block.Thought(var more, var signature) -> thoughts.append(more);
        case Block.RedactedThought _ -> {}
        case Block.Call call -> calls.add(call);
      }
    }
    json.writeObjectFieldStart("message");
    json.writeStringField("role", "assistant");
    if (text.isEmpty() && !(calls.isEmpty() && refusal.isEmpty())) {
      json.writeNullField("content");
    } else {
      json.writeStringField("content", text.toString());
    }
    json.writeStringField("refusal", refusal.isEmpty() ? null : refusal.toString());
    if (!thoughts.isEmpty()) {
      json.writeStringField("reasoning_content", thoughts.toString());
    }
    ReasoningDetails.write(json, choice.blocks());
    calls(json, calls);
    json.writeEndObject();
  }

  private void calls(JsonGenerator json, List<Block.Call> calls) throws IOException {
    List<Block.Call> rest = calls;
    if (functions && !calls.isEmpty()) {
      json.writeFieldName("function_call");
      function(json, calls.getFirst());
      rest = calls.subList(1, calls.size());
    }
    if (rest.isEmpty()) {
      return;
    }
    json.writeArrayFieldStart("tool_calls");
    for (Block.Call call : rest) {
      json.writeStartObject();
      json.writeStringField("id", call.id());
      json.writeStringField("type", "function");
      json.writeFieldName("function");
      function(json, call);
      signature(json, call.signature());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void function(JsonGenerator json, Block.Call call) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", call.name());
    json.writeStringField("arguments", call.arguments());
    json.writeEndObject();
  }

  /** Where Google's own OpenAI-compatible API has it, which clients send back unchanged. */
  static void signature(JsonGenerator json, String signature) throws IOException {
    if (!signature.isEmpty()) {
      json.writeObjectFieldStart("extra_content");
      json.writeObjectFieldStart("google");
      json.writeStringField("thought_signature", signature);
      json.writeEndObject();
      json.writeEndObject();
    }
  }
}
