package dev.strowger.dialects.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.strowger.dialects.Losses;
import dev.strowger.dialects.answer.Answer.Block;
import dev.strowger.dialects.conversation.Part;
import dev.strowger.dialects.wire.MarkedProofs;
import java.util.ArrayList;
import java.util.List;

/** Thoughts in a whole message, and in one that is sent back. */
final class WireThoughts {
  private WireThoughts() {}

  /** The details where they have a proof, since it belongs to their text; else the mere text. */
  static void read(JsonNode message, MarkedProofs proofs, List<Block> blocks) {
    List<Block> details = details(message.path("reasoning_details"), proofs);
    boolean proven =
        details.stream()
            .anyMatch(
                block ->
                    block instanceof Block.Thought(var text, var proof)
                        && !(proof.isEmpty() || text.isEmpty()));
    if (!proven) {
      String text = message.path("reasoning_content").asText("");
      if (text.isEmpty()) {
        text = message.path("reasoning").asText("");
      }
      if (!text.isEmpty() && !text.equals("null")) {
        blocks.add(new Block.Thought(text, proof(details)));
      }
      details.removeIf(Block.Thought.class::isInstance);
    }
    blocks.addAll(details);
  }

  /** Of details that hold no text of their own. */
  private static String proof(List<Block> details) {
    String proof = "";
    for (Block block : details) {
      if (block instanceof Block.Thought(var text, var given) && !given.isEmpty()) {
        proof = given;
      }
    }
    return proof;
  }

  private static List<Block> details(JsonNode details, MarkedProofs proofs) {
    List<Block> blocks = new ArrayList<>();
    for (JsonNode detail : details) {
      switch (detail.path("type").asText()) {
        case "reasoning.encrypted" ->
            blocks.add(new Block.RedactedThought(proofs.marked(text(detail, "data"))));
        case "reasoning.text" ->
            blocks.add(
                new Block.Thought(text(detail, "text"), proofs.marked(text(detail, "signature"))));
        default -> {}
      }
    }
    return blocks;
  }

  private static String text(JsonNode detail, String field) {
    JsonNode value = detail.path(field);
    return value.isTextual() ? value.textValue() : "";
  }

  /**
   * Thoughts for a provider that takes them back: their text, and with the provider's own proofs
   * the details they came in.
   */
  static void write(List<Part> said, MarkedProofs proofs, ObjectNode json, Losses losses) {
    StringBuilder thoughts = new StringBuilder();
    ArrayNode details = json.arrayNode();
    for (Part part : said) {
      switch (part) {
        case Part.Thought(var text, var proof) -> {
          thoughts.append(text);
          if (proofs.own(proof).isPresent()) {
            details
                .addObject()
                .put("type", "reasoning.text")
                .put("text", text)
                .put("signature", proofs.own(proof).get());
          } else if (!proof.isEmpty()) {
            losses.hint("reasoning_details");
          }
        }
        case Part.RedactedThought(var data) -> {
          if (proofs.own(data).isPresent()) {
            details
                .addObject()
                .put("type", "reasoning.encrypted")
                .put("data", proofs.own(data).get());
          } else {
            losses.hint("reasoning_details");
          }
        }
        default -> {}
      }
    }
    if (!thoughts.isEmpty()) {
      json.put("reasoning_content", thoughts.toString());
    }
    if (!details.isEmpty()) {
      json.set("reasoning_details", details);
    }
  }
}
