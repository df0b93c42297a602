package dev.strowger.dialects.anthropic;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What other families leave in a conversation that began with them and that Anthropic refuses:
 * thoughts it has not signed, and ids of calls with letters it does not take.
 */
final class ForeignTraces {
  /** Anthropic signs in base64; the other families' signatures are marked with their name. */
  private static final Pattern SIGNATURE = Pattern.compile("[A-Za-z0-9+/=_-]+");

  private static final Pattern ID = Pattern.compile("[a-zA-Z0-9_-]+");
  private static final Pattern NO_ID = Pattern.compile("[^a-zA-Z0-9_-]");

  private ForeignTraces() {}

  /** Whether Anthropic may have issued this signature of thoughts. */
  static boolean signed(String signature) {
    return SIGNATURE.matcher(signature).matches();
  }

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
          case "signature" -> !signed(parser.getText());
          case "id", "tool_use_id" -> !ID.matcher(parser.getText()).matches();
          default -> false;
        };
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
          if (!signed(block.path("signature").asText(""))) {
            content.remove(i);
            dropped.addFirst(path + i);
          }
        }
        case "tool_use" -> block.put("id", callId(block.path("id").asText()));
        case "tool_result" -> block.put("tool_use_id", callId(block.path("tool_use_id").asText()));
        default -> {}
      }
    }
  }
}
