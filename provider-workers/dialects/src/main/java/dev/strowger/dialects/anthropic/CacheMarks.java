package dev.strowger.dialects.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.strowger.dialects.Losses;
import dev.strowger.dialects.conversation.Conversation;
import dev.strowger.dialects.conversation.Part;

/**
 * Puts cache marks on the blocks before them, as {@code cache_control}. Anthropic takes four; of
 * more the last ones count, for each covers all that stands before it.
 */
final class CacheMarks {
  static final int MOST = 4;

  private static final String FIELD = "cache_control";

  private final Losses losses;
  private long surplus;

  CacheMarks(Conversation asked, Losses losses) {
    this.losses = losses;
    long inMessages =
        asked.messages().stream()
            .flatMap(message -> message.parts().stream())
            .filter(Part.CacheMark.class::isInstance)
            .count();
    this.surplus = inMessages + (asked.tools().cacheMark().isPresent() ? 1 : 0) - MOST;
  }

  /** Marks the last block, if there is one that can be marked. */
  void mark(ArrayNode blocks, Part.CacheMark mark) {
    if (!blocks.isEmpty() && blocks.get(blocks.size() - 1) instanceof ObjectNode block) {
      mark(block, mark);
    } else {
      skip();
    }
  }

  void mark(ObjectNode block, Part.CacheMark mark) {
    if (surplus > 0 || isThought(block)) {
      skip();
      return;
    }
    ObjectNode control = block.putObject(FIELD).put("type", "ephemeral");
    if (!mark.ttl().isEmpty()) {
      control.put("ttl", mark.ttl());
    }
  }

  private void skip() {
    surplus--;
    losses.hint(FIELD);
  }

  private static boolean isThought(JsonNode block) {
    return switch (block.path("type").asText()) {
      case "thinking", "redacted_thinking" -> true;
      default -> false;
    };
  }
}
