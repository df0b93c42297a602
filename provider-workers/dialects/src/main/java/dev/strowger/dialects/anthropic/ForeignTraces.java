package dev.strowger.dialects.anthropic;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.strowger.dialects.api.messages.CallId;
import dev.strowger.dialects.wire.ClaudeThoughts;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What other families leave in a conversation that began with them and that Anthropic refuses:
 * thoughts it has not signed, and ids of calls with letters it does not take.
 */
final class ForeignTraces {
  private static final Pattern ID = Pattern.compile("[a-zA-Z0-9_-]+");
  private static final Pattern NO_ID = Pattern.compile("[^a-zA-Z0-9_-]");

  private ForeignTraces() {}

  /** The id of a call as Anthropic takes it. */
  static String callId(String id) {
    return ID.matcher(id).matches() ? id : NO_ID.matcher(id).replaceAll("_");
  }

  /**
   * Whether there may be traces, without building a tree.
   *
   * @param parser stands at {@code messages}; afterwards at its end
   */
  static boolean maybeIn(JsonParser parser) throws IOException {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      return false;
    }
    boolean found = false;
    int depth = 1;
    while (depth > 0) {
      JsonToken token = parser.nextToken();
      if (token == null) {
        break;
      }
      depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
      if (!found && token == JsonToken.VALUE_STRING) {
        found = isTrace(parser);
      }
    }
    return found;
  }

  private static boolean isTrace(JsonParser parser) throws IOException {
    String name = parser.currentName();
    return name != null
        && switch (name) {
          case "signature" -> !ClaudeThoughts.mayBeProof(parser.getText());
          // Its data has the name that images' data has, which are too long to be looked at.
          case "type" -> parser.getText().equals("redacted_thinking");
          case "id", "tool_use_id" -> isTrace(parser.getText());
          default -> false;
        };
  }

  private static boolean isTrace(String callId) {
    return !ID.matcher(callId).matches() || !CallId.read(callId).signature().isEmpty();
  }

  /**
   * Takes the traces out.
   *
   * @param dropped gets the paths of thoughts that were left out
   */
  static JsonNode removed(JsonNode messages, List<String> dropped) {
    if (!(messages instanceof ArrayNode turns)) {
      return messages;
    }
    for (int i = turns.size() - 1; i >= 0; i--) {
      if (turns.get(i).path("content") instanceof ArrayNode content) {
        boolean said = !content.isEmpty();
        clean(content, "messages." + i + ".content.", dropped);
        if (said && content.isEmpty()) {
          turns.remove(i);
        }
      }
    }
    return turns;
  }

  private static void clean(ArrayNode content, String path, List<String> dropped) {
    for (int i = content.size() - 1; i >= 0; i--) {
      if (!(content.get(i) instanceof ObjectNode block)) {
        continue;
      }
      switch (block.path("type").asText()) {
        case "thinking" -> {
          if (!ClaudeThoughts.mayBeProof(block.path("signature").asText(""))) {
            content.remove(i);
            dropped.addFirst(path + i);
          }
        }
        case "redacted_thinking" -> {
          if (!ClaudeThoughts.mayBeProof(block.path("data").asText(""))) {
            content.remove(i);
            dropped.addFirst(path + i);
          }
        }
        case "tool_use" -> {
          CallId id = CallId.read(block.path("id").asText());
          block.put("id", callId(id.id()));
          if (!id.signature().isEmpty()) {
            dropped.addFirst(path + i + ".signature");
          }
        }
        case "tool_result" -> {
          CallId id = CallId.read(block.path("tool_use_id").asText());
          block.put("tool_use_id", callId(id.id()));
        }
        default -> {}
      }
    }
  }

  /**
   * Whether the turn to be continued has calls and none of Anthropic's thoughts; models that think
   * within a budget refuse to do so then.
   *
   * @param messages without traces
   */
  static boolean thoughtless(JsonNode messages) {
    if (!hasBlock(messages.path(messages.size() - 1), "tool_result")) {
      return false;
    }
    for (int i = messages.size() - 1; i >= 0; i--) {
      JsonNode turn = messages.path(i);
      if (turn.path("role").asText().equals("user") && !hasBlock(turn, "tool_result")) {
        return false;
      }
      if (turn.path("role").asText().equals("assistant")
          && !hasBlock(turn, "thinking")
          && !hasBlock(turn, "redacted_thinking")) {
        return true;
      }
    }
    return false;
  }

  private static boolean hasBlock(JsonNode turn, String type) {
    for (JsonNode block : turn.path("content")) {
      if (block.path("type").asText().equals(type)) {
        return true;
      }
    }
    return false;
  }
}
