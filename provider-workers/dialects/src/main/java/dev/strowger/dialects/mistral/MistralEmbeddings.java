package dev.strowger.dialects.mistral;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.strowger.dialects.Dialect.Call;
import dev.strowger.dialects.Dialect.Response;
import dev.strowger.dialects.Losses;
import dev.strowger.dialects.Provider;
import dev.strowger.dialects.ProviderRequest;
import dev.strowger.dialects.embeddings.Embeddings;
import dev.strowger.dialects.embeddings.EmbeddingsRequest;
import dev.strowger.dialects.embeddings.EmbeddingsRequest.Input;
import dev.strowger.dialects.embeddings.Vectors;
import dev.strowger.dialects.fault.ErrorBody;
import dev.strowger.dialects.json.Json;
import dev.strowger.dialects.wire.EmbeddingsWire;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** {@code POST <base>/embeddings}. Source: Mistral's API reference, "Embeddings". */
final class MistralEmbeddings implements EmbeddingsWire {
  private static final String PATH = "/embeddings";

  @Override
  public ProviderRequest write(
      EmbeddingsRequest request, Call call, Provider provider, Losses losses) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("model", call.model());
    ArrayNode texts = json.putArray("input");
    for (Input input : request.inputs()) {
      switch (input) {
        case Input.Text(var text) -> texts.add(text);
        case Input.Tokens _ -> losses.refuse("input", "Mistral takes texts, no token ids");
      }
    }
    request.dimensions().ifPresent(size -> json.put("output_dimension", size));
    if (request.base64()) {
      json.put("encoding_format", "base64");
    }
    if (request.user().isPresent()) {
      losses.hint("user");
    }
    if (request.inputType().isPresent()) {
      losses.hint("input_type");
    }
    return ProviderRequest.json(provider, PATH, call, Json.bytes(json));
  }

  @Override
  public Reading read(Response response, EmbeddingsRequest request, Call call, Provider provider) {
    Optional<JsonNode> json = Json.read(response.body());
    if (response.status() < 200 || response.status() >= 300) {
      return new Reading.Failed(
          MistralErrors.fault(response.body(), response.status(), response.headers()));
    }
    JsonNode data = json.map(j -> j.path("data")).orElse(JsonNodeFactory.instance.missingNode());
    TreeMap<Integer, float[]> vectors = new TreeMap<>();
    for (JsonNode one : data) {
      int index = one.path("index").asInt(vectors.size());
      Vectors.read(one.path("embedding")).ifPresent(vector -> vectors.put(index, vector));
    }
    if (vectors.isEmpty() || vectors.size() != request.inputs().size()) {
      return new Reading.Failed(
          ErrorBody.unreadable(response.status(), response.headers(), response.body()));
    }
    return new Reading.Embedded(
        new Embeddings(
            List.copyOf(vectors.values()), MistralUsage.read(json.orElseThrow().path("usage"))));
  }
}
