package dev.strowger.dialects.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.strowger.dialects.Dialect.Call;
import dev.strowger.dialects.embeddings.Embeddings;
import dev.strowger.dialects.embeddings.EmbeddingsRequest;
import dev.strowger.dialects.embeddings.EmbeddingsRequest.Reading;
import dev.strowger.dialects.json.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;

/** OpenAI's Embeddings API. Source: OpenAI's API reference, "Embeddings". */
public final class EmbeddingsApi {
  private EmbeddingsApi() {}

  /** The request, or a BAD_REQUEST that names the parameter. */
  public static Reading read(byte[] body) {
    return EmbeddingsReader.read(body);
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
