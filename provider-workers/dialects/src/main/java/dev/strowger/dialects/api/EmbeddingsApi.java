package dev.strowger.dialects.api;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.dialects.Dialect.Call;
import dev.strowger.dialects.FailureKind;
import dev.strowger.dialects.Fault;
import dev.strowger.dialects.embeddings.Embeddings;
import dev.strowger.dialects.embeddings.EmbeddingsRequest;
import dev.strowger.dialects.embeddings.EmbeddingsRequest.Input;
import dev.strowger.dialects.embeddings.EmbeddingsRequest.Reading;
import dev.strowger.dialects.json.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** OpenAI's Embeddings API. Source: OpenAI's API reference, "Embeddings". */
public final class EmbeddingsApi {
  private EmbeddingsApi() {}

  public static Reading read(byte[] body) {
    Optional<JsonNode> root = Json.read(body).filter(JsonNode::isObject);
    if (root.isEmpty()) {
      return unreadable("the body is not a JSON object");
    }
    JsonNode json = root.get();
    Optional<List<Input>> inputs = inputs(json.path("input"));
    if (inputs.isEmpty()) {
      return unreadable("input: expected a text, a list of texts, or token ids");
    }
    JsonNode dimensions = json.path("dimensions");
    return new Reading.Read(
        new EmbeddingsRequest(
            inputs.get(),
            dimensions.canConvertToLong()
                ? OptionalLong.of(dimensions.longValue())
                : OptionalLong.empty(),
            json.path("encoding_format").asText().equals("base64"),
            text(json, "user"),
            text(json, "input_type")));
  }

  private static Reading unreadable(String message) {
    return new Reading.Unreadable(Fault.of(FailureKind.BAD_REQUEST, message));
  }

  private static Optional<String> text(JsonNode json, String name) {
    return Optional.of(json.path(name)).filter(JsonNode::isTextual).map(JsonNode::textValue);
  }

  private static Optional<List<Input>> inputs(JsonNode node) {
    if (node.isArray() && node.path(0).isArray()) {
      List<Input> inputs = new ArrayList<>();
      for (JsonNode one : node) {
        Optional<Input> input = input(one);
        if (input.isEmpty()) {
          return Optional.empty();
        }
        inputs.add(input.get());
      }
      return Optional.of(inputs);
    }
    if (node.isArray() && node.path(0).isTextual()) {
      List<Input> inputs = new ArrayList<>();
      node.forEach(one -> inputs.add(new Input.Text(one.asText())));
      return Optional.of(inputs);
    }
    return input(node).map(List::of);
  }

  private static Optional<Input> input(JsonNode node) {
    if (node.isTextual()) {
      return Optional.of(new Input.Text(node.textValue()));
    }
    if (!node.isArray() || node.isEmpty()) {
      return Optional.empty();
    }
    List<Integer> ids = new ArrayList<>();
    for (JsonNode id : node) {
      if (!id.canConvertToInt()) {
        return Optional.empty();
      }
      ids.add(id.intValue());
    }
    return Optional.of(new Input.Tokens(ids));
  }

  /** OpenAI's list of embedding objects. */
  public static byte[] write(Call call, EmbeddingsRequest request, Embeddings embeddings) {
    return Json.bytes(
        json -> {
          json.writeStartObject();
          json.writeStringField("object", "list");
          json.writeArrayFieldStart("data");
          for (int i = 0; i < embeddings.vectors().size(); i++) {
            json.writeStartObject();
            json.writeStringField("object", "embedding");
            json.writeNumberField("index", i);
            vector(json, embeddings.vectors().get(i), request.base64());
            json.writeEndObject();
          }
          json.writeEndArray();
          json.writeStringField("model", call.model());
          json.writeObjectFieldStart("usage");
          json.writeNumberField("prompt_tokens", embeddings.usage().input());
          json.writeNumberField("total_tokens", embeddings.usage().input());
          json.writeEndObject();
          json.writeEndObject();
        });
  }

  private static void vector(JsonGenerator json, float[] vector, boolean base64)
      throws IOException {
    if (base64) {
      ByteBuffer bytes =
          ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      bytes.asFloatBuffer().put(vector);
      json.writeStringField("embedding", Base64.getEncoder().encodeToString(bytes.array()));
      return;
    }
    json.writeArrayFieldStart("embedding");
    for (float value : vector) {
      json.writeNumber(value);
    }
    json.writeEndArray();
  }
}
