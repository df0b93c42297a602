package dev.strowger.simulator.wire.google;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.simulator.answer.BadQuestion;
import dev.strowger.simulator.answer.Vectors;
import dev.strowger.simulator.wire.DirectFormat;
import dev.strowger.simulator.wire.ErrorShape;
import dev.strowger.simulator.wire.Numbers;
import dev.strowger.simulator.wire.Written;
import java.util.ArrayList;
import java.util.List;

/**
 * Gemini's {@code :embedContent} and {@code :batchEmbedContents}.
 *
 * @param model from the path
 * @param batch by the verb of the path
 */
record GeminiEmbed(String model, boolean batch) implements DirectFormat {
  @Override
  public Written answer(JsonNode body) {
    if (!batch) {
      return Written.body("{\"embedding\":" + embedding(body, 1) + "}");
    }
    JsonNode requests = body.path("requests");
    if (!requests.isArray() || requests.isEmpty()) {
      throw new BadQuestion("* BatchEmbedContentsRequest.requests: requests is not specified");
    }
    List<String> embeddings = new ArrayList<>();
    requests.forEach(request -> embeddings.add(embedding(request, requests.size())));
    return Written.body("{\"embeddings\":[" + String.join(",", embeddings) + "]}");
  }

  private String embedding(JsonNode request, int ofSoMany) {
    if (!request.path("content").path("parts").isArray()) {
      throw new BadQuestion("* EmbedContentRequest.content: contents is not specified");
    }
    int dimensions = request.path("outputDimensionality").asInt(usualDimensions(model));
    Vectors.check(ofSoMany, dimensions);
    String text = Contents.text(request.path("content"));
    return "{\"values\":" + Numbers.array(Vectors.of(model, text, dimensions)) + "}";
  }

  static int usualDimensions(String model) {
    return model.startsWith("gemini-embedding") ? 3_072 : 768;
  }

  @Override
  public ErrorShape errors() {
    return new GoogleErrors();
  }
}
