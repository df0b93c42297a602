package dev.strowger.dialects.api.completions;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.dialects.SentAnswer;
import dev.strowger.dialects.api.SentSoFar;

/** Reads the {@code text_completion} events that a client has. */
final class SentTexts {
  private SentTexts() {}

  static SentAnswer read(byte[] events) {
    return SentSoFar.read(events, SentTexts::event);
  }

  private static void event(SentSoFar sent, JsonNode event) {
    sent.head(
        event.path("id").asText(""),
        event.path("model").asText(""),
        event.path("created").asLong(0));
    for (JsonNode choice : event.path("choices")) {
      if (choice.path("index").asInt(0) != 0) {
        sent.several();
      }
      if (!choice.path("logprobs").isEmpty()) {
        sent.hold(SentSoFar.LOGPROBS);
      }
      if (choice.hasNonNull("finish_reason")) {
        // [DONE] is the door's to say.
        sent.complete("");
      }
      sent.text(choice.path("text").isTextual() ? choice.path("text").textValue() : "");
    }
  }
}
