package dev.strowger.dialects.api.responses;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.strowger.dialects.json.Json;
import java.io.IOException;

/** One item of a response's output, while it grows and after. Not thread-safe. */
sealed interface OutputItem permits ReasoningItem, MessageItem, CallItem {
  Place place();

  /** No more of it will come: tells the events that end it. */
  void close(Status status);

  /** The item as it is now. */
  void write(JsonGenerator json) throws IOException;

  /** How far an item is. */
  enum Status {
    IN_PROGRESS("in_progress"),
    COMPLETED("completed"),
    INCOMPLETE("incomplete");

    private final String label;

    Status(String label) {
      this.label = label;
    }

    void write(JsonGenerator json) throws IOException {
      json.writeStringField("status", label);
    }
  }

  /**
   * Where an item stands, and how its events are told.
   *
   * @param id of the item
   * @param index in the output
   */
  record Place(EventSequence events, String id, int index) {
    void added(OutputItem item) {
      whole("response.output_item.added", item);
    }

    void done(OutputItem item) {
      whole("response.output_item.done", item);
    }

    private void whole(String type, OutputItem item) {
      events.add(
          type,
          json -> {
            json.writeNumberField("output_index", index);
            json.writeFieldName("item");
            item.write(json);
          });
    }

    /** An event about a piece of the item. */
    void piece(String type, Json.Writing fields) {
      events.add(
          type,
          json -> {
            json.writeStringField("item_id", id);
            json.writeNumberField("output_index", index);
            fields.to(json);
          });
    }
  }
}
