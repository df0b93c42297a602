package dev.strowger.dialects.api.responses;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/**
 * A block of thoughts. They stand in the summary, which all clients show, as one part.
 *
 * <p>The encrypted content is written whether {@code include} asks for it or not: what the door
 * keeps of this response must hold it, for a later turn.
 */
final class ReasoningItem implements OutputItem {
  private static final String PART = "summary_text";

  private final Place place;
  private final StringBuilder text = new StringBuilder();
  private boolean begun;
  private String encrypted = "";
  private Status status = Status.IN_PROGRESS;

  ReasoningItem(Place place) {
    this.place = place;
    place.added(this);
  }

  @Override
  public Place place() {
    return place;
  }

  /** Opens the part that the thoughts will stand in. */
  void begin() {
    if (!begun) {
      begun = true;
      place.piece("response.reasoning_summary_part.added", json -> part(json, ""));
    }
  }

  void thought(String more) {
    begin();
    text.append(more);
    place.piece(
        "response.reasoning_summary_text.delta",
        json -> {
          json.writeNumberField("summary_index", 0);
          json.writeStringField("delta", more);
        });
  }

  /**
   * @param content see {@link EncryptedContent}
   */
  void encrypted(String content) {
    encrypted = content;
  }

  @Override
  public void close(Status last) {
    status = last;
    if (begun) {
      String whole = text.toString();
      place.piece(
          "response.reasoning_summary_text.done",
          json -> {
            json.writeNumberField("summary_index", 0);
            json.writeStringField("text", whole);
          });
      place.piece("response.reasoning_summary_part.done", json -> part(json, whole));
    }
    place.done(this);
  }

  private static void part(JsonGenerator json, String text) throws IOException {
    json.writeNumberField("summary_index", 0);
    json.writeObjectFieldStart("part");
    json.writeStringField("type", PART);
    json.writeStringField("text", text);
    json.writeEndObject();
  }

  @Override
  public void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", place.id());
    json.writeStringField("type", "reasoning");
    status.write(json);
    json.writeArrayFieldStart("summary");
    if (begun && status != Status.IN_PROGRESS) {
      json.writeStartObject();
      json.writeStringField("type", PART);
      json.writeStringField("text", text.toString());
      json.writeEndObject();
    }
    json.writeEndArray();
    if (!encrypted.isEmpty()) {
      json.writeStringField("encrypted_content", encrypted);
    }
    json.writeEndObject();
  }
}
