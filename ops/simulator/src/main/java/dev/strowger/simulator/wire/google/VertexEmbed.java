package dev.strowger.simulator.wire.google;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.simulator.answer.BadQuestion;
import dev.strowger.simulator.answer.Vectors;
import dev.strowger.simulator.wire.DirectFormat;
import dev.strowger.simulator.wire.ErrorShape;
import dev.strowger.simulator.wire.Json;
import dev.strowger.simulator.wire.Numbers;
import dev.strowger.simulator.wire.Written;
import java.util.ArrayList;
import java.util.List;

/**
 * Text embeddings on Vertex ({@code :predict}).
 *
 * @param model from the path
 */
record VertexEmbed(String model) implements DirectFormat {
  @Override
  public Written answer(JsonNode body) {
    JsonNode instances = body.path("instances");
    int dimensions =
        body.path("parameters")
            .path("outputDimensionality")
            .asInt(GeminiEmbed.usualDimensions(model));
    Vectors.check(instances.size(), dimensions);
    List<String> predictions = new ArrayList<>();
    int characters = 0;
    for (JsonNode instance : instances) {
      String text = Json.required(instance, "content", "The text content is empty.").asText();
      characters += text.length();
      predictions.add(
          """
          {"embeddings":{"values":%s,"statistics":{"token_count":%s,"truncated":false}}}"""
              .formatted(Numbers.array(Vectors.of(model, text, dimensions)), Json.tokensOf(text)));
    }
    if (predictions.isEmpty()) {
      throw new BadQuestion("Empty instances.");
    }
    return Written.body(
        """
        {"predictions":[%s],"metadata":{"billableCharacterCount":%s}}"""
            .formatted(String.join(",", predictions), characters));
  }

  @Override
  public ErrorShape errors() {
    return new GoogleErrors();
  }
}
