package dev.strowger.faults;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;

/**
 * One server-sent event as a client gets it.
 *
 * @param name empty if it has none
 */
record SseEvent(String name, String data) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** All of a stream, and whether it ended in the middle of one. */
  record All(List<SseEvent> events, boolean cut) {
    All {
      events = List.copyOf(events);
    }
  }

  static All read(String body) {
    List<SseEvent> events = new ArrayList<>();
    String name = "";
    StringBuilder data = new StringBuilder();
    boolean any = false;
    for (String line : body.split("\n", -1)) {
      if (line.isEmpty()) {
        if (any) {
          events.add(new SseEvent(name, data.toString()));
        }
        name = "";
        data.setLength(0);
        any = false;
      } else if (line.startsWith("event: ")) {
        name = line.substring("event: ".length());
      } else if (line.startsWith("data: ")) {
        data.append(any ? "\n" : "").append(line, "data: ".length(), line.length());
        any = true;
      }
    }
    return new All(events, any || !(body.isEmpty() || body.endsWith("\n\n")));
  }

  /** Missing if the data is no JSON. */
  JsonNode json() {
    try {
      return JSON.readTree(data);
    } catch (JsonProcessingException e) {
      return JSON.missingNode();
    }
  }
}
