package dev.strowger.dialects.api.responses;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.strowger.dialects.api.EventText;
import dev.strowger.dialects.json.Json;
import java.io.IOException;

/** The typed and numbered events of one response. Not thread-safe. */
final class EventSequence {
  private final EventText events = new EventText();
  private final boolean heard;
  private int next;

  private EventSequence(boolean heard) {
    this.heard = heard;
  }

  static EventSequence heard() {
    return new EventSequence(true);
  }

  /** Takes events and keeps none. */
  static EventSequence unheard() {
    return new EventSequence(false);
  }

  void add(String type, Json.Writing fields) {
    if (heard) {
      events.add(type, json -> event(json, type, fields));
    }
  }

  private void event(JsonGenerator json, String type, Json.Writing fields) throws IOException {
    json.writeStartObject();
    json.writeStringField("type", type);
    json.writeNumberField("sequence_number", next);
    next++;
    fields.to(json);
    json.writeEndObject();
  }

  byte[] take() {
    return events.take();
  }
}
