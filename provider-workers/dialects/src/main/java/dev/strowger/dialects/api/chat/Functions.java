package dev.strowger.dialects.api.chat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.dialects.json.Json;
import dev.strowger.dialects.json.JsonSplice;
import java.nio.charset.StandardCharsets;

/**
 * The older form of tools, {@code functions}: a client that uses it reads {@code function_call} and
 * no {@code tool_calls}.
 */
final class Functions {
  private static final String FIELD = "functions";
  private static final byte[] NAME = ('"' + FIELD + '"').getBytes(StandardCharsets.US_ASCII);

  private Functions() {}

  static boolean asked(JsonNode root) {
    return some(root.path(FIELD));
  }

  /** The same of a body that has been read before; nearly all are told by a search for the name. */
  static boolean asked(byte[] body) {
    boolean[] asked = {false};
    if (contains(body)) {
      JsonSplice.scan(
          body,
          0,
          body.length,
          (name, parser) -> {
            if (name.equals(FIELD)) {
              asked[0] = some(Json.subtree(parser));
            }
            return JsonSplice.Edit.KEEP;
          });
    }
    return asked[0];
  }

  private static boolean some(JsonNode functions) {
    return functions.isArray() && !functions.isEmpty();
  }

  private static boolean contains(byte[] body) {
    for (int at = 0; at <= body.length - NAME.length; at++) {
      int same = 0;
      while (same < NAME.length && body[at + same] == NAME[same]) {
        same++;
      }
      if (same == NAME.length) {
        return true;
      }
    }
    return false;
  }
}
