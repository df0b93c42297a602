package dev.strowger.simulator.wire.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.simulator.answer.BadQuestion;
import dev.strowger.simulator.wire.DirectFormat;
import dev.strowger.simulator.wire.ErrorShape;
import dev.strowger.simulator.wire.Json;
import dev.strowger.simulator.wire.Numbers;
import dev.strowger.simulator.wire.Written;
import java.util.List;

/** Ollama's own embeddings ({@code POST /api/embed}) of a text or several. */
record OllamaEmbed() implements DirectFormat {
  private static final int USUAL_DIMENSIONS = 768;
  private static final int NANOS_PER_TOKEN = 1_000_000;

  @Override
  public Written answer(JsonNode body) {
    String model = Json.model(body, "model is required");
    List<String> texts = Json.strings(body.path("input"));
    if (texts.isEmpty()) {
      throw new BadQuestion("input is required");
    }
    int dimensions = body.path("dimensions").asInt(USUAL_DIMENSIONS);
    int tokens = texts.stream().mapToInt(Json::tokensOf).sum();
    return Written.body(
        """
        {"model":%s,"embeddings":[%s],"total_duration":%s,"load_duration":0,\
        "prompt_eval_count":%s}"""
            .formatted(
                Json.quoted(model),
                Numbers.all(model, texts, dimensions, false),
                (long) tokens * NANOS_PER_TOKEN,
                tokens));
  }

  @Override
  public ErrorShape errors() {
    return new OllamaErrors();
  }
}
