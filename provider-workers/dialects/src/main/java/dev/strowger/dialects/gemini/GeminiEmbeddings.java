package dev.strowger.dialects.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.strowger.dialects.Dialect.Call;
import dev.strowger.dialects.Dialect.Response;
import dev.strowger.dialects.Dialects.Family;
import dev.strowger.dialects.Losses;
import dev.strowger.dialects.Provider;
import dev.strowger.dialects.ProviderRequest;
import dev.strowger.dialects.TokenUsage;
import dev.strowger.dialects.embeddings.Embeddings;
import dev.strowger.dialects.embeddings.EmbeddingsRequest;
import dev.strowger.dialects.embeddings.EmbeddingsRequest.Input;
import dev.strowger.dialects.json.Json;
import dev.strowger.dialects.wire.EmbeddingsWire;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * {@code :batchEmbedContents} of the Gemini API; of Vertex AI {@code :predict} or, for newer models
 * of Gemini, {@code :embedContent}. Vertex AI is told not to cut texts that are too long: a vector
 * of half a text would look like success.
 *
 * <p>{@code input_type} is one of Google's task types in any case, or {@code search_query} or
 * {@code search_document}.
 */
final class GeminiEmbeddings implements EmbeddingsWire {
  private static final int MAX_INPUTS = 100;
  private static final String ONE_BY_ONE = "gemini-embedding-001";
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final Set<String> TASKS =
      Set.of(
          "RETRIEVAL_QUERY",
          "RETRIEVAL_DOCUMENT",
          "SEMANTIC_SIMILARITY",
          "CLASSIFICATION",
          "CLUSTERING",
          "QUESTION_ANSWERING",
          "FACT_VERIFICATION",
          "CODE_RETRIEVAL_QUERY");

  @Override
  public ProviderRequest write(
      EmbeddingsRequest request, Call call, Provider provider, Losses losses) {
    request.user().ifPresent(user -> losses.hint("user"));
    List<String> texts = texts(request, losses);
    Optional<String> task = task(request, losses);
    if (provider.dialect() != Family.VERTEX) {
      return GeminiPaths.post(
          provider, call, "batchEmbedContents", batch(texts, task, request, call));
    }
    boolean gemini = call.model().contains("gemini");
    if (gemini && texts.size() > 1) {
      losses.refuse("input", "this model takes one text at a time in Vertex AI");
    }
    return gemini && !call.model().contains(ONE_BY_ONE)
        ? GeminiPaths.post(provider, call, "embedContent", one(texts, task, request))
        : GeminiPaths.post(provider, call, "predict", predict(texts, task, request));
  }

  private static List<String> texts(EmbeddingsRequest request, Losses losses) {
    if (request.inputs().size() > MAX_INPUTS) {
      losses.refuse("input", "Gemini takes at most " + MAX_INPUTS + " texts at a time");
    }
    List<String> texts = new ArrayList<>();
    for (Input input : request.inputs()) {
      switch (input) {
        case Input.Text(String text) -> texts.add(text);
        case Input.Tokens _ -> losses.refuse("input", "Gemini takes texts, not ids of tokens");
      }
    }
    return texts;
  }

  private static Optional<String> task(EmbeddingsRequest request, Losses losses) {
    Optional<String> task =
        request
            .inputType()
            .map(type -> type.toUpperCase(Locale.ROOT).replace("SEARCH_", "RETRIEVAL_"));
    if (task.filter(name -> !TASKS.contains(name)).isPresent()) {
      losses.drop("input_type", "Gemini does not know this one");
      return Optional.empty();
    }
    return task;
  }

  private static byte[] batch(
      List<String> texts, Optional<String> task, EmbeddingsRequest request, Call call) {
    ObjectNode body = NODES.objectNode();
    ArrayNode requests = body.putArray("requests");
    for (String text : texts) {
      ObjectNode one = requests.addObject().put("model", GeminiPaths.resource(call.model()));
      content(text, one);
      task.ifPresent(name -> one.put("taskType", name));
      request.dimensions().ifPresent(size -> one.put("outputDimensionality", size));
    }
    return Json.bytes(body);
  }

  private static byte[] one(List<String> texts, Optional<String> task, EmbeddingsRequest request) {
    ObjectNode body = NODES.objectNode();
    content(String.join("", texts), body);
    task.ifPresent(name -> body.put("taskType", name));
    request.dimensions().ifPresent(size -> body.put("outputDimensionality", size));
    return Json.bytes(body.put("autoTruncate", false));
  }

  private static byte[] predict(
      List<String> texts, Optional<String> task, EmbeddingsRequest request) {
    ObjectNode body = NODES.objectNode();
    ArrayNode instances = body.putArray("instances");
    for (String text : texts) {
      ObjectNode instance = instances.addObject().put("content", text);
      task.ifPresent(name -> instance.put("task_type", name));
    }
    ObjectNode parameters = body.putObject("parameters").put("autoTruncate", false);
    request.dimensions().ifPresent(size -> parameters.put("outputDimensionality", size));
    return Json.bytes(body);
  }

  private static void content(String text, ObjectNode json) {
    json.putObject("content").putArray("parts").addObject().put("text", text);
  }

  @Override
  public Reading read(Response response, EmbeddingsRequest request, Call call, Provider provider) {
    List<float[]> vectors = new ArrayList<>();
    long counted = 0;
    JsonNode json = GeminiResponse.good(response).orElse(NODES.missingNode());
    for (JsonNode embedding : embeddings(json)) {
      vector(embedding.path("values")).ifPresent(vectors::add);
      JsonNode statistics = embedding.path("statistics");
      counted += count(statistics, "token_count") + count(statistics, "tokenCount");
    }
    if (vectors.isEmpty() || vectors.size() != request.inputs().size()) {
      return new Reading.Failed(GeminiErrors.fault(response));
    }
    long total = count(json.path("usageMetadata"), "promptTokenCount");
    return new Reading.Embedded(
        new Embeddings(vectors, new TokenUsage(total > 0 ? total : counted, 0, 0, 0, 0)));
  }

  private static List<JsonNode> embeddings(JsonNode json) {
    List<JsonNode> embeddings = new ArrayList<>();
    json.path("embeddings").forEach(embeddings::add);
    json.path("predictions").forEach(one -> embeddings.add(one.path("embeddings")));
    if (json.has("embedding")) {
      embeddings.add(json.path("embedding"));
    }
    return embeddings;
  }

  private static Optional<float[]> vector(JsonNode values) {
    float[] vector = new float[values.size()];
    for (int i = 0; i < vector.length; i++) {
      if (!values.path(i).isNumber()) {
        return Optional.empty();
      }
      vector[i] = values.path(i).floatValue();
    }
    return vector.length == 0 ? Optional.empty() : Optional.of(vector);
  }

  private static long count(JsonNode counts, String name) {
    return Math.clamp(counts.path(name).asLong(0), 0, Integer.MAX_VALUE);
  }
}
