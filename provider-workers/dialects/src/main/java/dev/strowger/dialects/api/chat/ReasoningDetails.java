package dev.strowger.dialects.api.chat;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.strowger.dialects.answer.Answer.Block;
import java.io.IOException;
import java.util.List;

/**
 * Thoughts as a client has to send them back, where the provider wants proof of them: OpenRouter's
 * {@code reasoning_details}. Thoughts without proof are in {@code reasoning_content} alone.
 */
final class ReasoningDetails {
  private ReasoningDetails() {}

  /** The field, if any of the blocks has a proof. */
  static void write(JsonGenerator json, List<Block> blocks) throws IOException {
    if (blocks.stream().noneMatch(ReasoningDetails::proven)) {
      return;
    }
    json.writeArrayFieldStart("reasoning_details");
    int index = 0;
    for (Block block : blocks) {
      if (block instanceof Block.Thought || block instanceof Block.RedactedThought) {
        detail(json, block, index);
        index++;
      }
    }
    json.writeEndArray();
  }

  private static boolean proven(Block block) {
    return block instanceof Block.RedactedThought
        || (block instanceof Block.Thought(var text, var signature) && !signature.isEmpty());
  }

  /**
   * @param index counts the details of a message from 0
   */
  static void detail(JsonGenerator json, Block block, int index) throws IOException {
    json.writeStartObject();
    if (block instanceof Block.Thought(var text, var signature)) {
      json.writeStringField("type", "reasoning.text");
      json.writeStringField("text", text);
      if (!signature.isEmpty()) {
        json.writeStringField("signature", signature);
      }
    } else if (block instanceof Block.RedactedThought(var data)) {
      json.writeStringField("type", "reasoning.encrypted");
      json.writeStringField("data", data);
    }
    json.writeNumberField("index", index);
    json.writeEndObject();
  }
}
