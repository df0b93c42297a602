package dev.strowger.dialects.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.strowger.dialects.Dialect.Call;
import dev.strowger.dialects.Dialect.Response;
import dev.strowger.dialects.Losses;
import dev.strowger.dialects.Provider;
import dev.strowger.dialects.ProviderRequest;
import dev.strowger.dialects.TokenUsage;
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

/** {@code POST <base>/api/embed}. Source: Ollama's API document, "Generate Embeddings". */
final class OllamaEmbeddings implements EmbeddingsWire {
  private static final String PATH = "/api/embed";

  @Override
  public ProviderRequest write(
      EmbeddingsRequest request, Call call, Provider provider, Losses losses) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("model", call.model());
    ArrayNode texts = json.putArray("input");
    for (Input input : request.inputs()) {
      switch (input) {
        case Input.Text(var text) -> texts.add(text);
        case Input.Tokens _ -> losses.refuse("input", "Ollama takes texts, no token ids");
      }
    }
    // A vector of half a text, given as that of the whole, would be a silent loss.
    json.put("truncate", false);
    request.dimensions().ifPresent(size -> json.put("dimensions", size));
    OllamaRequest.keepAlive(provider, json);
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
    boolean error = json.filter(j -> j.hasNonNull("error")).isPresent();
    if (error || response.status() < 200 || response.status() >= 300) {
      return new Reading.Failed(
          OllamaErrors.fault(
              ErrorBody.read(response.body()), response.status(), response.headers()));
    }
    JsonNode root = json.orElse(JsonNodeFactory.instance.missingNode());
    List<float[]> vectors = new ArrayList<>();
    root.path("embeddings").forEach(one -> Vectors.read(one).ifPresent(vectors::add));
    if (vectors.size() != request.inputs().size()) {
      return new Reading.Failed(
          ErrorBody.unreadable(response.status(), response.headers(), response.body()));
    }
    long input = OllamaReply.count(root.path("prompt_eval_count"));
    return new Reading.Embedded(new Embeddings(vectors, new TokenUsage(input, 0, 0, 0, 0)));
  }
}
