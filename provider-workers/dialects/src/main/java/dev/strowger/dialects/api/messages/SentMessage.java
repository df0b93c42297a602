package dev.strowger.dialects.api.messages;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.dialects.SentAnswer;
import dev.strowger.dialects.api.SentSoFar;
import dev.strowger.dialects.api.SentSoFar.Kind;

/**
 * Reads the events of a message that a client has, the gateway's own or Anthropic's passed through.
 */
final class SentMessage {
  private static final String STOP = "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n";

  private SentMessage() {}

  static SentAnswer read(byte[] events) {
    return SentSoFar.read(events, SentMessage::event);
  }

  private static void event(SentSoFar sent, JsonNode event) {
    switch (event.path("type").asText("")) {
      case "message_start" -> {
        JsonNode message = event.path("message");
        sent.head(message.path("id").asText(""), message.path("model").asText(""), 0);
      }
      case "content_block_start" -> start(sent, event.path("content_block"));
      case "content_block_delta" -> delta(sent, event.path("delta"));
      case "content_block_stop" -> sent.open(false);
      case "message_delta" -> {
        if (event.path("delta").hasNonNull("stop_reason")) {
          sent.complete(STOP);
        }
      }
      case "message_stop" -> sent.closed();
      // Pings say nothing; an error has an object of that name.
      default -> {}
    }
  }

  private static void start(SentSoFar sent, JsonNode block) {
    switch (block.path("type").asText("")) {
      case "text" -> {
        sent.begin(Kind.TEXT);
        sent.text(block.path("text").asText(""));
      }
      case "thinking" -> {
        sent.begin(Kind.THOUGHT);
        sent.thought(block.path("thinking").asText(""));
        sent.signature(block.path("signature").asText(""));
      }
      case "redacted_thinking" -> sent.redacted(block.path("data").asText(""));
      default -> sent.hold(SentSoFar.CALL);
    }
    sent.open(true);
  }

  private static void delta(SentSoFar sent, JsonNode delta) {
    switch (delta.path("type").asText("")) {
      case "text_delta" -> sent.text(delta.path("text").asText(""));
      case "thinking_delta" -> sent.thought(delta.path("thinking").asText(""));
      case "signature_delta" -> sent.signature(delta.path("signature").asText(""));
      case "input_json_delta" -> sent.hold(SentSoFar.CALL);
      // Citations, and what may yet be invented, hang on a text that can be gone on with.
      default -> {}
    }
  }
}
