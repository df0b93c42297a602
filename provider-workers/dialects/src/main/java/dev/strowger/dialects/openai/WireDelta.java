package dev.strowger.dialects.openai;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.dialects.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one choice of one chunk adds, read token by token. */
final class WireDelta {
  int choice;
  String text = "";
  String refusal = "";
  String reasoning = "";
  String reasoningContent = "";
  String finishReason = "";
  @Nullable JsonNode logprobs;
  @Nullable JsonNode reasoningDetails;
  @Nullable JsonNode error;
  @Nullable JsonNode usage;
  final List<CallPiece> calls = new ArrayList<>(1);

  /** A piece of a call; what it does not say is empty, an index it does not say is -1. */
  static final class CallPiece {
    int index = -1;
    String id = "";
    String name = "";
    String arguments = "";
    String signature = "";
  }

  /** Reads the element of {@code choices} the parser stands at. */
  static WireDelta read(JsonParser parser) throws IOException {
    WireDelta delta = new WireDelta();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      switch (name) {
        case "index" -> delta.choice = index(parser, 0);
        case "finish_reason" -> delta.finishReason = text(parser);
        case "delta", "message" -> delta.message(parser);
        case "logprobs" -> delta.logprobs = object(parser);
        case "error" -> delta.error = value == JsonToken.VALUE_NULL ? null : Json.subtree(parser);
        case "usage" -> delta.usage = object(parser);
        default -> parser.skipChildren();
      }
    }
    return delta;
  }

  private void message(JsonParser parser) throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      parser.skipChildren();
      return;
    }
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      switch (name) {
        case "content" ->
            text =
                value == JsonToken.START_ARRAY
                    ? WireResponse.text(Json.subtree(parser))
                    : text(parser);
        case "refusal" -> refusal = text(parser);
        case "reasoning_content" -> reasoningContent = text(parser);
        case "reasoning" -> reasoning = text(parser);
        case "reasoning_details" -> reasoningDetails = Json.subtree(parser);
        case "tool_calls" -> calls(parser);
        default -> parser.skipChildren();
      }
    }
  }

  private void calls(JsonParser parser) throws IOException {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      parser.skipChildren();
      return;
    }
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (parser.currentToken() == JsonToken.START_OBJECT) {
        calls.add(call(parser));
      } else {
        parser.skipChildren();
      }
    }
  }

  private static CallPiece call(JsonParser parser) throws IOException {
    CallPiece piece = new CallPiece();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      switch (name) {
        case "index" -> piece.index = index(parser, -1);
        case "id" -> piece.id = text(parser);
        case "function" -> function(parser, piece);
        case "extra_content" ->
            piece.signature =
                Json.subtree(parser).path("google").path("thought_signature").asText("");
        default -> parser.skipChildren();
      }
    }
    return piece;
  }

  private static void function(JsonParser parser, CallPiece piece) throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      parser.skipChildren();
      return;
    }
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      switch (name) {
        case "name" -> piece.name = text(parser);
        case "arguments" ->
            piece.arguments =
                value == JsonToken.START_OBJECT ? Json.subtree(parser).toString() : text(parser);
        default -> parser.skipChildren();
      }
    }
  }

  private static int index(JsonParser parser, int otherwise) throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT) {
      return parser.getIntValue();
    }
    parser.skipChildren();
    return otherwise;
  }

  private static String text(JsonParser parser) throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_STRING) {
      return parser.getText();
    }
    parser.skipChildren();
    return "";
  }

  private static @Nullable JsonNode object(JsonParser parser) throws IOException {
    JsonNode node = Json.subtree(parser);
    return node.isObject() ? node : null;
  }
}
