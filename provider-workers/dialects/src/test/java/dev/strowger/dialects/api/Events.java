package dev.strowger.dialects.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.dialects.json.Json;
import java.util.ArrayList;
import java.util.List;

/** Server-sent events as tests read them. */
public final class Events {
  private Events() {}

  public static JsonNode json(byte[] bytes) {
    return Json.read(bytes).orElseThrow(() -> new AssertionError(new String(bytes, UTF_8)));
  }

  public static JsonNode json(String text) {
    return json(text.getBytes(UTF_8));
  }

  /** The data of each event; the type of an event that has one must be in its data, too. */
  public static List<JsonNode> of(byte[] bytes) {
    List<JsonNode> events = new ArrayList<>();
    String text = new String(bytes, UTF_8);
    assertThat(text).endsWith("\n\n");
    for (String event : text.split("\n\n")) {
      String[] lines = event.split("\n");
      assertThat(lines[lines.length - 1]).startsWith("data: ");
      JsonNode data = json(lines[lines.length - 1].substring("data: ".length()));
      if (lines.length > 1) {
        assertThat(lines).hasSize(2);
        assertThat(lines[0]).isEqualTo("event: " + data.path("type").asText());
      }
      events.add(data);
    }
    return events;
  }
}
