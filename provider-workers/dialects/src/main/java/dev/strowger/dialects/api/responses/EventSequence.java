package dev.strowger.dialects.api.responses;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.strowger.dialects.api.EventText;
import dev.strowger.dialects.json.Json;
import java.io.IOException;

/** The typed and numbered events of one response. Not thread-safe. */
final class EventSequence {
  private final EventText events = new EventText();
  private final boolean heard;

  /** Events still to come that are known where they go. */
  private int known;

  private int next;

  private EventSequence(boolean heard, int known, int next) {
    this.heard = heard;
    this.known = known;
    this.next = next;
  }

  static EventSequence heard() {
    return new EventSequence(true, 0, 0);
  }

  /**
   * Passes over the first events and numbers those behind them.
   *
   * @param known how many to pass over
   * @param next number of the event behind them
   */
  static EventSequence after(int known, int next) {
    return new EventSequence(true, known, next);
  }

  /** Takes events and keeps none. */
  static EventSequence unheard() {
    return new EventSequence(false, 0, 0);
  }

  void add(String type, Json.Writing fields) {
    if (known > 0) {
      known--;
    } else if (heard) {
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
