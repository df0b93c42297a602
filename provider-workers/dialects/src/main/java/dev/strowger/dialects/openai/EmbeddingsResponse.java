package dev.strowger.dialects.openai;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.dialects.Dialect.Call;
import dev.strowger.dialects.Dialect.Decoding;
import dev.strowger.dialects.Dialect.Response;
import dev.strowger.dialects.Provider;
import dev.strowger.dialects.TokenUsage;
import dev.strowger.dialects.api.EmbeddingsApi;
import dev.strowger.dialects.embeddings.Embeddings;
import dev.strowger.dialects.embeddings.EmbeddingsRequest;
import dev.strowger.dialects.fault.ErrorBody;
import dev.strowger.dialects.json.Json;
import dev.strowger.dialects.json.JsonSplice;
import dev.strowger.dialects.json.JsonSplice.Edit;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A list of embeddings: passed through, unless the client asked for base64 and the provider, which
 * does not know it, gave numbers.
 */
final class EmbeddingsResponse {
  private final Call call;
  private final Provider provider;
  private TokenUsage usage = TokenUsage.NONE;
  private boolean vectors;
  private boolean numbers;
  private boolean error;
  private boolean modelNamed;

  private EmbeddingsResponse(Call call, Provider provider) {
    this.call = call;
    this.provider = provider;
  }

  static Decoding decode(Response response, Call call, Provider provider) {
    if (response.status() < 200 || response.status() >= 300) {
      return new Decoding.Failed(OpenAiErrors.fault(response));
    }
    return new EmbeddingsResponse(call, provider).read(response);
  }

  private Decoding read(Response response) {
    byte[] body = response.body();
    Optional<JsonSplice> splice = JsonSplice.scan(body, 0, body.length, this::field);
    if (splice.isPresent() && error) {
      return new Decoding.Failed(OpenAiErrors.fault(response));
    }
    if (splice.isEmpty() || !vectors) {
      return new Decoding.Failed(ErrorBody.unreadable(response.status(), response.headers(), body));
    }
    if (numbers
        && EmbeddingsApi.read(call.body()) instanceof EmbeddingsRequest.Reading.Read(var asked)
        && asked.base64()) {
      return new Decoding.Answered(
          EmbeddingsApi.write(call, asked, new Embeddings(floats(body), usage)), "", usage);
    }
    if (!modelNamed) {
      splice.get().append("model", Json.quoted(call.model()));
    }
    return new Decoding.Answered(splice.get().toBytes(), "", usage);
  }

  private Edit field(String name, JsonParser parser) throws IOException {
    switch (name) {
      case "model" -> {
        modelNamed = true;
        return new Edit.Replace(Json.quoted(call.model()));
      }
      case "data" -> data(parser);
      case "usage" -> usage = OpenAiUsage.read(Json.subtree(parser), provider).tokens();
      case "error" -> error |= parser.currentToken() != JsonToken.VALUE_NULL;
      case "object" ->
          error |=
              parser.currentToken() == JsonToken.VALUE_STRING && parser.getText().equals("error");
      default -> {}
    }
    return Edit.KEEP;
  }

  /** Looks at the first vector only. */
  private void data(JsonParser parser) throws IOException {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      return;
    }
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (vectors || parser.currentToken() != JsonToken.START_OBJECT) {
        parser.skipChildren();
        continue;
      }
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        boolean vector = parser.currentName().equals("embedding");
        JsonToken value = parser.nextToken();
        vectors |= vector && value != JsonToken.VALUE_NULL;
        numbers |= vector && value == JsonToken.START_ARRAY;
        parser.skipChildren();
      }
    }
  }

  private static List<float[]> floats(byte[] body) {
    List<float[]> all = new ArrayList<>();
    for (JsonNode one : Json.read(body).orElseThrow().path("data")) {
      JsonNode embedding = one.path("embedding");
      float[] vector = new float[embedding.size()];
      for (int i = 0; i < vector.length; i++) {
        vector[i] = embedding.get(i).floatValue();
      }
      all.add(vector);
    }
    return all;
  }
}
