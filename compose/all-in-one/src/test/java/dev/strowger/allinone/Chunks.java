package dev.strowger.allinone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A stream of chat completion chunks, put together again; of its first choice only. */
record Chunks(List<JsonNode> chunks) {
  private static final String ARGUMENTS = "arguments";

  static Chunks of(String body) throws IOException {
    List<JsonNode> chunks = new ArrayList<>();
    for (SseEvent event : SseEvent.all(body)) {
      if (!event.data().equals("[DONE]")) {
        chunks.add(new ObjectMapper().readTree(event.data()));
      }
    }
    return new Chunks(chunks);
  }

  String text() {
    return joined("content");
  }

  /** A text of the deltas, e.g. {@code reasoning_content}. */
  String joined(String field) {
    StringBuilder text = new StringBuilder();
    for (JsonNode chunk : chunks) {
      text.append(chunk.at("/choices/0/delta").path(field).asText(""));
    }
    return text.toString();
  }

  String finishReason() {
    return chunks.stream()
        .map(chunk -> chunk.at("/choices/0/finish_reason").asText(""))
        .filter(reason -> !reason.isEmpty() && !reason.equals("null"))
        .reduce("", (a, b) -> a + b);
  }

  JsonNode last() {
    return chunks.getLast();
  }

  /** As an answer that is not streamed has them. */
  ArrayNode toolCalls() {
    ArrayNode calls = new ObjectMapper().createArrayNode();
    for (JsonNode chunk : chunks) {
      for (JsonNode delta : chunk.at("/choices/0/delta/tool_calls")) {
        if (delta.path("index").asInt() == calls.size()) {
          calls.add(delta.deepCopy());
        } else {
          ObjectNode function = (ObjectNode) calls.get(delta.path("index").asInt()).get("function");
          function.put(
              ARGUMENTS,
              function.path(ARGUMENTS).asText("")
                  + delta.path("function").path(ARGUMENTS).asText(""));
        }
      }
    }
    return calls;
  }
}
