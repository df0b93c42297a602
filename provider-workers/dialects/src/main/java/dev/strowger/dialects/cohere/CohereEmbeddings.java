package dev.strowger.dialects.cohere;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code POST <base>/v2/embed}. Source: Cohere's API reference, "Embed" (v2). */
final class CohereEmbeddings implements EmbeddingsWire {
  private static final String PATH = "/v2/embed";

  /** Cohere wants to know what the vectors are for; most are made to be stored. */
  private static final String DEFAULT_INPUT_TYPE = "search_document";

  private static final int MOST_INPUTS = 96;

  @Override
  public ProviderRequest write(
      EmbeddingsRequest request, Call call, Provider provider, Losses losses) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("model", call.model());
    json.put("input_type", request.inputType().orElse(DEFAULT_INPUT_TYPE));
    if (request.inputs().size() > MOST_INPUTS) {
      losses.refuse("input", "Cohere takes at most " + MOST_INPUTS + " texts at once");
    }
    ArrayNode texts = json.putArray("texts");
    for (Input input : request.inputs()) {
      switch (input) {
        case Input.Text(var text) -> texts.add(text);
        case Input.Tokens _ -> losses.refuse("input", "Cohere takes texts, no token ids");
      }
    }
    json.putArray("embedding_types").add("float");
    request.dimensions().ifPresent(size -> json.put("output_dimension", size));
    if (request.user().isPresent()) {
      losses.hint("user");
    }
    return ProviderRequest.json(provider, PATH, call, Json.bytes(json));
  }

  @Override
  public Reading read(Response response, EmbeddingsRequest request, Call call, Provider provider) {
    if (response.status() < 200 || response.status() >= 300) {
      return new Reading.Failed(
          CohereErrors.fault(
              ErrorBody.read(response.body()), response.status(), response.headers()));
    }
    JsonNode json = Json.read(response.body()).orElse(JsonNodeFactory.instance.missingNode());
    List<float[]> vectors = new ArrayList<>();
    for (JsonNode vector : json.path("embeddings").path("float")) {
      Optional<float[]> read = Vectors.read(vector);
      read.ifPresent(vectors::add);
    }
    if (vectors.size() != request.inputs().size()) {
      return new Reading.Failed(
          ErrorBody.unreadable(response.status(), response.headers(), response.body()));
    }
    return new Reading.Embedded(new Embeddings(vectors, CohereUsage.read(json.path("meta"))));
  }
}
