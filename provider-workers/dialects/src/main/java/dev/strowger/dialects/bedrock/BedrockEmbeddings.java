package dev.strowger.dialects.bedrock;

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
import dev.strowger.dialects.fault.ErrorBody;
import dev.strowger.dialects.json.Json;
import dev.strowger.dialects.wire.EmbeddingsWire;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * {@code POST <base>/model/<id>/invoke} with the body of the model's maker. Source: the Amazon
 * Bedrock user guide, "Amazon Titan Embeddings Text", "Cohere Embed v3" and "Cohere Embed v4".
 */
final class BedrockEmbeddings implements EmbeddingsWire {
  /** Cohere takes no more texts a call. */
  static final int MAX_TEXTS = 96;

  private static final String TOKENS = "x-amzn-bedrock-input-token-count";

  @Override
  public ProviderRequest write(
      EmbeddingsRequest request, Call call, Provider provider, Losses losses) {
    List<String> texts = texts(request, losses);
    request.user().ifPresent(user -> losses.hint("user"));
    String model = call.model().toLowerCase(Locale.ROOT);
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    if (model.contains("cohere.embed")) {
      cohere(request, texts, model, json, losses);
    } else if (model.contains("titan-embed") && !model.contains("image")) {
      titan(request, texts, model, json, losses);
    } else {
      losses.refuse("model", "of Bedrock's models, Titan Text and Cohere make embeddings here");
    }
    byte[] body = losses.fault().isPresent() ? new byte[0] : Json.bytes(json);
    return BedrockWire.request(provider, call.model(), "invoke", BedrockWire.JSON, body);
  }

  private static List<String> texts(EmbeddingsRequest request, Losses losses) {
    List<String> texts = new ArrayList<>();
    for (Input input : request.inputs()) {
      switch (input) {
        case Input.Text(var text) -> texts.add(text);
        case Input.Tokens _ -> losses.refuse("input", "Bedrock takes texts, not token ids");
      }
    }
    return texts;
  }

  private static void titan(
      EmbeddingsRequest request, List<String> texts, String model, ObjectNode json, Losses losses) {
    if (texts.size() != 1) {
      losses.refuse("input", "Titan takes one text a call");
      return;
    }
    json.put("inputText", texts.getFirst());
    request
        .dimensions()
        .ifPresent(
            dimensions -> {
              if (model.contains("v2")) {
                json.put("dimensions", dimensions);
              } else {
                losses.refuse("dimensions", "this model has its own");
              }
            });
    if (request.inputType().isPresent()) {
      losses.hint("input_type");
    }
  }

  private static void cohere(
      EmbeddingsRequest request, List<String> texts, String model, ObjectNode json, Losses losses) {
    if (texts.size() > MAX_TEXTS) {
      losses.refuse("input", "Cohere takes at most " + MAX_TEXTS + " texts a call");
    }
    ArrayNode array = json.putArray("texts");
    texts.forEach(array::add);
    json.put("input_type", request.inputType().orElse("search_document"));
    json.putArray("embedding_types").add("float");
    // Too long a text is an error, not a vector of its beginning.
    json.put("truncate", "NONE");
    request
        .dimensions()
        .ifPresent(
            dimensions -> {
              if (model.contains("embed-v4")) {
                json.put("output_dimension", dimensions);
              } else {
                losses.refuse("dimensions", "this model has its own");
              }
            });
  }

  @Override
  public Reading read(Response response, EmbeddingsRequest request, Call call, Provider provider) {
    if (response.status() < 200 || response.status() >= 300) {
      return new Reading.Failed(BedrockErrors.fault(response));
    }
    List<float[]> vectors = new ArrayList<>();
    Optional<JsonNode> json = Json.read(response.body());
    json.ifPresent(body -> vectors(body).forEach(vector -> vectors.add(floats(vector))));
    if (vectors.size() != request.inputs().size()
        || vectors.stream().anyMatch(v -> v.length == 0)) {
      return new Reading.Failed(
          ErrorBody.unreadable(response.status(), response.headers(), response.body()));
    }
    long tokens = tokens(response, json.orElseThrow());
    return new Reading.Embedded(new Embeddings(vectors, new TokenUsage(tokens, 0, 0, 0, 0)));
  }

  /** Titan's one, Cohere's list, or Cohere's lists by type. */
  private static List<JsonNode> vectors(JsonNode body) {
    if (body.path("embedding").isArray()) {
      return List.of(body.path("embedding"));
    }
    JsonNode many = body.path("embeddings");
    JsonNode list = many.isArray() ? many : many.path("float");
    List<JsonNode> vectors = new ArrayList<>();
    list.forEach(vectors::add);
    return vectors;
  }

  /** Empty if one of them is no number. */
  private static float[] floats(JsonNode vector) {
    float[] floats = new float[vector.size()];
    for (int i = 0; i < floats.length; i++) {
      if (!vector.get(i).isNumber()) {
        return new float[0];
      }
      floats[i] = vector.get(i).floatValue();
    }
    return floats;
  }

  private static long tokens(Response response, JsonNode body) {
    String header = response.headers().getOrDefault(TOKENS, "");
    if (header.matches("\\d{1,9}")) {
      return Long.parseLong(header);
    }
    return Math.clamp(body.path("inputTextTokenCount").asLong(0), 0, Integer.MAX_VALUE);
  }
}
