package dev.strowger.dialects.api.responses;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.dialects.SentAnswer;
import dev.strowger.dialects.api.SentSoFar;
import dev.strowger.dialects.api.SentSoFar.Kind;
import dev.strowger.dialects.conversation.Part;

/** Reads the events of a response that a client has; they are always the gateway's own. */
final class SentResponse {
  private SentResponse() {}

  static SentAnswer read(byte[] events) {
    return SentSoFar.read(events, SentResponse::event);
  }

  private static void event(SentSoFar sent, JsonNode event) {
    String type = event.path("type").asText("");
    sent.step(type);
    switch (type) {
      case "response.created", "response.in_progress" -> {
        JsonNode response = event.path("response");
        sent.head(
            response.path("id").asText(""),
            response.path("model").asText(""),
            response.path("created_at").asLong(0));
      }
      case "response.output_item.added" -> added(sent, event.path("item"));
      case "response.content_part.added" -> {
        sent.open(true);
        if (!event.path("part").path("type").asText("").equals("output_text")) {
          sent.hold(SentSoFar.REFUSAL);
        }
      }
      case "response.reasoning_summary_part.added" -> sent.open(true);
      case "response.reasoning_summary_text.delta" -> sent.thought(event.path("delta").asText(""));
      case "response.output_text.delta" -> {
        sent.text(event.path("delta").asText(""));
        if (!event.path("logprobs").isEmpty()) {
          sent.hold(SentSoFar.LOGPROBS);
        }
      }
      case "response.output_text.done", "response.content_part.done" ->
          sent.hold(SentSoFar.COMPLETE);
      case "response.output_item.done" -> done(sent, event.path("item"));
      case "response.completed", "response.incomplete" -> sent.closed();
      case "response.failed", "error" -> sent.hold(SentSoFar.COMPLETE);
      default -> {}
    }
  }

  private static void added(SentSoFar sent, JsonNode item) {
    switch (item.path("type").asText("")) {
      case "message" -> sent.begin(Kind.TEXT);
      case "reasoning" -> sent.begin(Kind.THOUGHT);
      default -> sent.hold(SentSoFar.CALL);
    }
  }

  private static void done(SentSoFar sent, JsonNode item) {
    if (!item.path("type").asText("").equals("reasoning")) {
      sent.hold(SentSoFar.COMPLETE);
      return;
    }
    EncryptedContent.thought("", item.path("encrypted_content").asText(""))
        .ifPresent(
            thought -> {
              switch (thought) {
                case Part.Thought(var none, var signature) -> sent.signature(signature);
                case Part.RedactedThought(var data) -> sent.lock(data);
                default -> {}
              }
            });
  }
}
