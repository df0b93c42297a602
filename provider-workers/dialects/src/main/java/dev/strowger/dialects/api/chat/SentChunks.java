package dev.strowger.dialects.api.chat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.dialects.SentAnswer;
import dev.strowger.dialects.api.SentSoFar;
import java.util.Set;

/** Reads the chunks that a client has, the gateway's own or those of a provider passed through. */
final class SentChunks {
  private static final Set<String> CALLS = Set.of("tool_calls", "function_call");

  private SentChunks() {}

  static SentAnswer read(byte[] events) {
    return SentSoFar.read(events, SentChunks::chunk);
  }

  private static void chunk(SentSoFar sent, JsonNode chunk) {
    sent.head(
        chunk.path("id").asText(""),
        chunk.path("model").asText(""),
        chunk.path("created").asLong(0));
    for (JsonNode choice : chunk.path("choices")) {
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
      delta(sent, choice.path("delta"));
    }
  }

  private static void delta(SentSoFar sent, JsonNode delta) {
    for (String call : CALLS) {
      if (!delta.path(call).isEmpty()) {
        sent.hold(SentSoFar.CALL);
      }
    }
    if (!delta.path("refusal").asText("").isEmpty() && !delta.path("refusal").isNull()) {
      sent.hold(SentSoFar.REFUSAL);
    }
    JsonNode content = delta.path("content");
    if (content.isContainerNode() || !delta.path("audio").isEmpty()) {
      sent.hold("the content is more than text");
    }
    sent.thought(text(delta.path("reasoning_content")));
    if (delta.path("reasoning_content").isMissingNode()) {
      sent.thought(text(delta.path("reasoning")));
    }
    for (JsonNode detail : delta.path("reasoning_details")) {
      if (detail.path("type").asText("").equals("reasoning.encrypted")) {
        sent.redacted(detail.path("data").asText(""));
      }
    }
    sent.text(text(content));
  }

  private static String text(JsonNode node) {
    return node.isTextual() ? node.textValue() : "";
  }
}
