package dev.strowger.dialects.review;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.dialects.Api;
import dev.strowger.dialects.json.Json;
import dev.strowger.dialects.sse.SseParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The whole answer as one object, which the last event of a Responses stream has. */
public final class StoredResponse {
  private StoredResponse() {}

  /** Empty for the other APIs, which keep no answers. */
  public static Optional<byte[]> in(Api api, byte[] events) {
    if (api != Api.RESPONSES) {
      return Optional.empty();
    }
    List<JsonNode> ends = new ArrayList<>();
    SseParser parser =
        new SseParser(
            (type, bytes, offset, length) ->
                Json.read(bytes, offset, length)
                    .filter(event -> event.path("type").asText("").startsWith("response."))
                    .map(event -> event.path("response"))
                    .filter(
                        response ->
                            response.isObject()
                                && !response.path("status").asText("").equals("in_progress"))
                    .ifPresent(ends::add));
    parser.feed(events, 0, events.length);
    parser.end();
    return ends.isEmpty() ? Optional.empty() : Optional.of(Json.bytes(ends.getLast()));
  }
}
