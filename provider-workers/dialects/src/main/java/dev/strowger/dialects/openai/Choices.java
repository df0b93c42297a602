package dev.strowger.dialects.openai;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.dialects.json.Json;
import dev.strowger.dialects.json.JsonSplice;
import dev.strowger.dialects.json.JsonSplice.Patch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the choices of one or many chunks (or of a completion) have shown so far. */
final class Choices {
  /** OpenAI's own limit of {@code n} is 128; higher indexes are not followed. */
  private static final int MAX_INDEX = 1_024;

  private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] REASONING_CONTENT =
      "\"reasoning_content\":".getBytes(StandardCharsets.US_ASCII);

  private final BitSet seen = new BitSet();
  private final BitSet done = new BitSet();
  private String finishReason = "";
  private String badReason = "";
  private boolean visible;
  private boolean said;
  private long characters;

  /** What puts the bytes just read into OpenAI's terms. */
  private final List<Patch> patches = new ArrayList<>(0);

  private @Nullable JsonNode error;
  private @Nullable JsonNode usage;

  /** The first finish reason, in OpenAI's terms; empty if none came. */
  String finishReason() {
    return finishReason;
  }

  /** A finish reason that is no end of an answer, e.g. {@code error}; empty if none came. */
  String badReason() {
    return badReason;
  }

  /** Whether there was text, reasoning, a refusal, audio or a tool call. */
  boolean visible() {
    return visible;
  }

  /** Of what is visible, in the bytes just read. */
  long characters() {
    return characters;
  }

  /** Whether there was any choice at all. */
  boolean any() {
    return !seen.isEmpty();
  }

  /** Whether any choice had a delta, a message, a text or a finish reason. */
  boolean said() {
    return said;
  }

  /**
   * What puts the bytes read into OpenAI's terms: finish reasons by their standard names, {@code
   * reasoning} as {@code reasoning_content}, which is what clients see of every family.
   */
  List<Patch> patches() {
    return patches;
  }

  /** Whether every choice that began has a finish reason. */
  boolean complete() {
    return any() && seen.equals(done);
  }

  /** What went wrong, where a choice tells it. */
  Optional<JsonNode> error() {
    return Optional.ofNullable(error);
  }

  /** Usage that hangs on a choice. */
  Optional<JsonNode> usage() {
    return Optional.ofNullable(usage);
  }

  /** Takes in what a later chunk has shown. */
  void add(Choices later) {
    seen.or(later.seen);
    done.or(later.done);
    visible |= later.visible;
    said |= later.said;
    if (finishReason.isEmpty()) {
      finishReason = later.finishReason;
    }
    if (badReason.isEmpty()) {
      badReason = later.badReason;
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
        case "finish_reason" -> {
          reason = value == JsonToken.VALUE_STRING ? parser.getText() : "";
          finishReason(parser, reason);
        }
        case "delta", "message" -> message(parser);
        case "text" -> {
          said = true;
          visible |= filled(parser, value);
        }
        case "error" -> error = value == JsonToken.VALUE_NULL ? null : Json.subtree(parser);
        case "usage" -> usage = Json.subtree(parser);
        default -> {}
      }
      parser.skipChildren();
    }
    finish(Math.clamp(index, 0, MAX_INDEX), reason);
  }

  private void finishReason(JsonParser parser, String reason) throws IOException {
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      return;
    }
    if (FinishReasons.none(reason)) {
      patch(parser, NULL);
      return;
    }
    Optional<String> standard = FinishReasons.standard(reason);
    if (standard.isPresent() && !standard.get().equals(reason)) {
      patch(parser, Json.quoted(standard.get()));
    }
  }

  private void patch(JsonParser parser, byte[] insert) throws IOException {
    patches.add(new Patch(JsonSplice.start(parser), JsonSplice.end(parser), insert));
  }

  private void finish(int place, String reason) {
    seen.set(place);
    if (FinishReasons.none(reason)) {
      return;
    }
    said = true;
    Optional<String> standard = FinishReasons.standard(reason);
    if (standard.isEmpty()) {
      badReason = reason;
      return;
    }
    done.set(place);
    if (finishReason.isEmpty()) {
      finishReason = standard.get();
    }
  }

  private void message(JsonParser parser) throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      return;
    }
    said = true;
    Patch renamed = null;
    boolean reasoningContent = false;
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      int nameStart = name.equals("reasoning") ? JsonSplice.start(parser) : -1;
      JsonToken value = parser.nextToken();
      reasoningContent |= name.equals("reasoning_content");
      if (nameStart >= 0 && value == JsonToken.VALUE_STRING) {
        renamed = new Patch(nameStart, JsonSplice.start(parser), REASONING_CONTENT);
      }
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
    if (renamed != null && !reasoningContent) {
      patches.add(renamed);
    }
  }

  private boolean filled(JsonParser parser, JsonToken value) throws IOException {
    return switch (value) {
      case VALUE_STRING -> {
        characters += parser.getTextLength();
        yield parser.getTextLength() > 0;
      }
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
          characters += argument(parser, token) ? parser.getTextLength() : 0;
        }
        yield fields > 1;
      }
      default -> false;
    };
  }

  /** Whether this is text that a model has written, and no id or type. */
  private static boolean argument(JsonParser parser, JsonToken token) throws IOException {
    return token == JsonToken.VALUE_STRING
        && switch (String.valueOf(parser.currentName())) {
          case "arguments", "name", "text", "transcript" -> true;
          default -> false;
        };
  }
}
