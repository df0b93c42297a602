package dev.strowger.dialects.review;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.dialects.Api;
import dev.strowger.dialects.json.Json;
import java.util.ArrayList;
import java.util.List;

/** What a client asks, in words: who said what. Images, files and tools are left out. */
public final class AskedText {
  private AskedText() {}

  /**
   * The end of the conversation, oldest first; each turn begins with its role and a colon. Empty if
   * there are no words in it.
   *
   * @param body the client's
   * @param maxChars of the whole; what is older is left out, and of the last turn its middle
   */
  public static String of(Api api, byte[] body, int maxChars) {
    JsonNode request = Json.read(body).orElseGet(Json::missing);
    List<String> turns = new ArrayList<>();
    switch (api) {
      case CHAT_COMPLETIONS -> turns(turns, request.path("messages"));
      case MESSAGES, COUNT_TOKENS -> {
        turn(turns, "system", request.path("system"));
        turns(turns, request.path("messages"));
      }
      case RESPONSES -> {
        turn(turns, "system", request.path("instructions"));
        JsonNode input = request.path("input");
        if (input.isTextual()) {
          turn(turns, "user", input);
        } else {
          turns(turns, input);
        }
      }
      case COMPLETIONS -> turn(turns, "user", request.path("prompt"));
      case EMBEDDINGS -> turn(turns, "user", request.path("input"));
    }
    return last(turns, maxChars);
  }

  private static void turns(List<String> turns, JsonNode messages) {
    for (JsonNode message : messages) {
      if (message.has("content")) {
        turn(turns, message.path("role").asText("user"), message.path("content"));
      }
    }
  }

  private static void turn(List<String> turns, String role, JsonNode content) {
    StringBuilder text = new StringBuilder();
    words(text, content);
    if (!text.isEmpty()) {
      turns.add(role + ": " + text);
    }
  }

  private static void words(StringBuilder text, JsonNode content) {
    if (content.isTextual()) {
      text.append(content.textValue());
      return;
    }
    for (JsonNode part : content) {
      String words = part.isTextual() ? part.textValue() : part.path("text").asText("");
      text.append(text.isEmpty() || words.isEmpty() ? "" : "\n").append(words);
    }
  }

  private static String last(List<String> turns, int maxChars) {
    List<String> kept = new ArrayList<>();
    int chars = 0;
    for (String turn : turns.reversed()) {
      if (kept.isEmpty()) {
        kept.add(cut(turn, maxChars));
      } else if (chars + turn.length() + 1 <= maxChars) {
        kept.add(turn);
      } else {
        break;
      }
      chars += kept.getLast().length() + 1;
    }
    return String.join("\n", kept.reversed());
  }

  /** Beginning and end, with the middle left out. */
  public static String cut(String text, int maxChars) {
    if (text.length() <= maxChars) {
      return text;
    }
    int half = maxChars / 2;
    return text.substring(0, half) + " […] " + text.substring(text.length() - half);
  }
}
