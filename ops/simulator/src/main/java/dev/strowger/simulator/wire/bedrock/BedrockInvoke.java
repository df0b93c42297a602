package dev.strowger.simulator.wire.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.simulator.answer.BadQuestion;
import dev.strowger.simulator.wire.DirectFormat;
import dev.strowger.simulator.wire.ErrorShape;
import dev.strowger.simulator.wire.Json;
import dev.strowger.simulator.wire.Numbers;
import dev.strowger.simulator.wire.Written;
import java.util.List;
import java.util.Map;

/**
 * Bedrock's InvokeModel for embeddings, each in the form of the model's maker: Titan and Cohere.
 *
 * @param model from the path
 */
record BedrockInvoke(String model) implements DirectFormat {
  private static final int TITAN_1 = 1_536;
  private static final int TITAN_2 = 1_024;
  private static final int COHERE = 1_024;
  private static final int COHERE_4 = 1_536;

  @Override
  public Written answer(JsonNode body) {
    if (model.contains("amazon.titan-embed")) {
      return titan(body);
    }
    if (model.contains("cohere.embed")) {
      return cohere(body);
    }
    throw new BadQuestion("The simulator invokes amazon.titan-embed and cohere.embed only.");
  }

  private Written titan(JsonNode body) {
    String text = Json.required(body, "inputText", "required key [inputText] not found").asText();
    int usual = model.contains("embed-text-v1") ? TITAN_1 : TITAN_2;
    String vector = Numbers.all(model, List.of(text), body.path("dimensions").asInt(usual), false);
    int tokens = Json.tokensOf(text);
    return counted(
        """
        {"embedding":%1$s,"embeddingsByType":{"float":%1$s},"inputTextTokenCount":%2$s}"""
            .formatted(vector, tokens),
        tokens);
  }

  private Written cohere(JsonNode body) {
    List<String> texts = Json.strings(body.path("texts"));
    Json.required(body, "input_type", "required key [input_type] not found");
    if (texts.isEmpty()) {
      throw new BadQuestion("required key [texts] not found");
    }
    int usual = model.contains("v4") ? COHERE_4 : COHERE;
    String vectors =
        "[" + Numbers.all(model, texts, body.path("output_dimension").asInt(usual), false) + "]";
    boolean byType = body.path("embedding_types").isArray();
    return counted(
        """
        {"id":"emb_simulated","texts":%s,"embeddings":%s,"response_type":"%s"}"""
            .formatted(
                Json.MAPPER.valueToTree(texts),
                byType ? "{\"float\":" + vectors + "}" : vectors,
                byType ? "embeddings_by_type" : "embeddings_floats"),
        texts.stream().mapToInt(Json::tokensOf).sum());
  }

  private static Written counted(String body, int tokens) {
    return new Written(body, Map.of("x-amzn-bedrock-input-token-count", Integer.toString(tokens)));
  }

  @Override
  public ErrorShape errors() {
    return new BedrockErrors();
  }
}
