package dev.strowger.simulator.wire.cohere;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.simulator.answer.BadQuestion;
import dev.strowger.simulator.wire.DirectFormat;
import dev.strowger.simulator.wire.ErrorShape;
import dev.strowger.simulator.wire.Json;
import dev.strowger.simulator.wire.Numbers;
import dev.strowger.simulator.wire.Written;
import java.util.ArrayList;
import java.util.List;

/** Cohere's embeddings of texts ({@code POST /v2/embed}), as floats and base64. */
record CohereEmbed() implements DirectFormat {
  private static final int USUAL_DIMENSIONS = 1_024;
  private static final int DIMENSIONS_OF_V4 = 1_536;
  private static final int MOST_TEXTS = 96;

  @Override
  public Written answer(JsonNode body) {
    String model = Json.model(body, "model is required");
    Json.required(body, "input_type", "input_type is required for this model");
    List<String> texts = Json.strings(body.path("texts"));
    if (texts.isEmpty() || texts.size() > MOST_TEXTS) {
      throw new BadQuestion("texts must have from 1 to " + MOST_TEXTS + " items");
    }
    int dimensions =
        body.path("output_dimension")
            .asInt(model.contains("v4") ? DIMENSIONS_OF_V4 : USUAL_DIMENSIONS);
    List<String> types = Json.strings(body.path("embedding_types"));
    List<String> vectors = new ArrayList<>();
    for (String type : types.isEmpty() ? List.of("float") : types) {
      if (!type.equals("float") && !type.equals("base64")) {
        throw new BadQuestion("embedding_types: '" + type + "' is not simulated");
      }
      String all = Numbers.all(model, texts, dimensions, type.equals("base64"));
      vectors.add("\"" + type + "\":[" + all + "]");
    }
    return Written.body(
        """
        {"id":"emb_simulated","embeddings":{%s},"texts":%s,"meta":{"api_version":{"version":"2"},\
        "billed_units":{"input_tokens":%s}},"response_type":"embeddings_by_type"}"""
            .formatted(
                String.join(",", vectors),
                Json.MAPPER.valueToTree(texts),
                texts.stream().mapToInt(Json::tokensOf).sum()));
  }

  @Override
  public ErrorShape errors() {
    return new CohereErrors();
  }
}
