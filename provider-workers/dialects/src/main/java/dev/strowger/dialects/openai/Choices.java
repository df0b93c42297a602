package dev.strowger.dialects.openai;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.BitSet;

/** What the choices of one or many chunks (or of a completion) have shown so far. */
final class Choices {
  /** OpenAI's own limit of {@code n} is 128; higher indexes are not followed. */
  private static final int MAX_INDEX = 1_024;

  private final BitSet seen = new BitSet();
  private final BitSet done = new BitSet();
  private String finishReason = "";
  private boolean visible;

  /** The first finish reason; empty if none came. */
  String finishReason() {
    return finishReason;
  }

  /** Whether there was text, reasoning, a refusal, audio or a tool call. */
  boolean visible() {
    return visible;
  }

  /** Whether there was any choice at all. */
  boolean any() {
    return !seen.isEmpty();
  }

  /** Whether every choice that began has a finish reason. */
  boolean complete() {
    return any() && seen.equals(done);
  }

  /** Takes in what a later chunk has shown. */
  void add(Choices later) {
    seen.or(later.seen);
    done.or(later.done);
    visible |= later.visible;
    if (finishReason.isEmpty()) {
      finishReason = later.finishReason;
    }
  }

  /**
   * Reads a {@code choices} array.
   *
   * @return the number of its elements
   */
  int read(JsonParser parser) throws IOException {
    int count = 0;
    if (parser.currentToken() == JsonToken.START_ARRAY) {
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        count++;
        if (parser.currentToken() == JsonToken.START_OBJECT) {
          choice(parser);
        } else {
          parser.skipChildren();
        }
      }
    }
    return count;
  }

  private void choice(JsonParser parser) throws IOException {
    int index = 0;
    String reason = "";
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      switch (name) {
        case "index" -> index = value == JsonToken.VALUE_NUMBER_INT ? parser.getIntValue() : 0;
        case "finish_reason" -> reason = value == JsonToken.VALUE_STRING ? parser.getText() : "";
        case "delta", "message" -> message(parser);
        default -> {}
      }
      parser.skipChildren();
    }
    int place = Math.clamp(index, 0, MAX_INDEX);
    seen.set(place);
    // Some servers send an empty text where others send null.
    if (!reason.isEmpty()) {
      done.set(place);
      if (finishReason.isEmpty()) {
        finishReason = reason;
      }
    }
  }

  private void message(JsonParser parser) throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      return;
    }
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      switch (name) {
        case "content",
            "reasoning_content",
            "reasoning",
            "refusal",
            "tool_calls",
            "audio",
            "function_call" ->
            visible |= filled(parser, value);
        default -> parser.skipChildren();
      }
    }
  }

  private static boolean filled(JsonParser parser, JsonToken value) throws IOException {
    return switch (value) {
      case VALUE_STRING -> parser.getTextLength() > 0;
      case START_ARRAY, START_OBJECT -> {
        int fields = 0;
        int depth = 1;
        while (depth > 0) {
          JsonToken token = parser.nextToken();
          if (token == null) {
            break;
          }
          depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
          fields++;
        }
        yield fields > 1;
      }
      default -> false;
    };
  }
}
