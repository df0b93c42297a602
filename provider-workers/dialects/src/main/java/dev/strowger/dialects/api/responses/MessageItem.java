package dev.strowger.dialects.api.responses;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.dialects.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What the model says: texts and refusals, one part after the other. */
final class MessageItem implements OutputItem {
  /** What a part is. */
  enum Kind {
    TEXT("output_text", "text"),
    REFUSAL("refusal", "refusal");

    private final String type;
    private final String field;

    Kind(String type, String field) {
      this.type = type;
      this.field = field;
    }
  }

  private record ContentPart(Kind kind, StringBuilder text, List<JsonNode> logprobs) {
    void write(JsonGenerator json, String soFar) throws IOException {
      json.writeStartObject();
      json.writeStringField("type", kind.type);
      if (kind == Kind.TEXT) {
        json.writeArrayFieldStart("annotations");
        json.writeEndArray();
        json.writeFieldName("logprobs");
        TokenLogprobs.write(json, logprobs);
      }
      json.writeStringField(kind.field, soFar);
      json.writeEndObject();
    }
  }

  private final Place place;
  private final List<ContentPart> parts = new ArrayList<>();
  private Status status = Status.IN_PROGRESS;

  MessageItem(Place place) {
    this.place = place;
    place.added(this);
  }

  @Override
  public Place place() {
    return place;
  }

  /** Opens the part that the text will stand in. */
  void begin() {
    part(Kind.TEXT);
  }

  void say(Kind kind, String more) {
    ContentPart part = part(kind);
    part.text.append(more);
    delta(kind, more, List.of());
  }

  /** Of the text just said, or of all of it. */
  void logprobs(List<JsonNode> tokens) {
    part(Kind.TEXT).logprobs.addAll(tokens);
    delta(Kind.TEXT, "", tokens);
  }

  private void delta(Kind kind, String more, List<JsonNode> tokens) {
    piece(
        "response." + kind.type + ".delta",
        json -> {
          json.writeStringField("delta", more);
          if (kind == Kind.TEXT) {
            json.writeFieldName("logprobs");
            TokenLogprobs.write(json, tokens);
          }
        });
  }

  /** The last part if it is of the kind, else a new one. */
  private ContentPart part(Kind kind) {
    if (parts.isEmpty() || parts.getLast().kind != kind) {
      closePart();
      ContentPart part = new ContentPart(kind, new StringBuilder(), new ArrayList<>());
      parts.add(part);
      piece("response.content_part.added", json -> part(json, part, ""));
    }
    return parts.getLast();
  }

  private void closePart() {
    if (parts.isEmpty()) {
      return;
    }
    ContentPart part = parts.getLast();
    String text = part.text.toString();
    piece(
        "response." + part.kind.type + ".done",
        json -> {
          json.writeStringField(part.kind.field, text);
          if (part.kind == Kind.TEXT) {
            json.writeFieldName("logprobs");
            TokenLogprobs.write(json, part.logprobs);
          }
        });
    piece("response.content_part.done", json -> part(json, part, text));
  }

  private static void part(JsonGenerator json, ContentPart part, String soFar) throws IOException {
    json.writeFieldName("part");
    part.write(json, soFar);
  }

  /** An event about the last part. */
  private void piece(String type, Json.Writing fields) {
    place.piece(
        type,
        json -> {
          json.writeNumberField("content_index", parts.size() - 1);
          fields.to(json);
        });
  }

  @Override
  public void close(Status last) {
    closePart();
    status = last;
    place.done(this);
  }

  @Override
  public void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", place.id());
    json.writeStringField("type", "message");
    status.write(json);
    json.writeStringField("role", "assistant");
    json.writeArrayFieldStart("content");
    for (ContentPart part : parts) {
      part.write(json, part.text.toString());
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
