package dev.strowger.dialects.api.responses;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/** A tool the model wants called. Several may grow at once. */
final class CallItem implements OutputItem {
  private final Place place;
  private final String callId;
  private final String name;
  private final String signature;
  private final StringBuilder arguments = new StringBuilder();
  private Status status = Status.IN_PROGRESS;

  CallItem(Place place, String callId, String name, String signature) {
    this.place = place;
    this.callId = callId;
    this.name = name;
    this.signature = signature;
    place.added(this);
  }

  @Override
  public Place place() {
    return place;
  }

  void arguments(String fragment) {
    arguments.append(fragment);
    place.piece(
        "response.function_call_arguments.delta", json -> json.writeStringField("delta", fragment));
  }

  @Override
  public void close(Status last) {
    status = last;
    place.piece(
        "response.function_call_arguments.done",
        json -> {
          json.writeStringField("name", name);
          json.writeStringField("arguments", arguments.toString());
        });
    place.done(this);
  }

  @Override
  public void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", place.id());
    json.writeStringField("type", "function_call");
    status.write(json);
    json.writeStringField("call_id", callId);
    json.writeStringField("name", name);
    json.writeStringField("arguments", arguments.toString());
    if (!signature.isEmpty()) {
      // As in the chat API; there is no field of OpenAI's own for it.
      json.writeObjectFieldStart("extra_content");
      json.writeObjectFieldStart("google");
      json.writeStringField("thought_signature", signature);
      json.writeEndObject();
      json.writeEndObject();
    }
    json.writeEndObject();
  }
}
