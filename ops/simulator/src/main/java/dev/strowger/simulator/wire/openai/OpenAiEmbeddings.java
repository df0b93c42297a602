package dev.strowger.simulator.wire.openai;

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
 * OpenAI's embeddings ({@code POST /v1/embeddings}), of texts and of token arrays, as floats or
 * base64.
 *
 * @param dimensionsMember which member of the body asks for a length
 * @param usualDimensions the length where none is asked for
 * @param errors of the API that offers them
 */
public record OpenAiEmbeddings(String dimensionsMember, int usualDimensions, ErrorShape errors)
    implements DirectFormat {
  private static final int LARGE_DIMENSIONS = 3_072;

  /** What a vector is made of. */
  private record Input(String text, int tokens) {}

  @Override
  public Written answer(JsonNode body) {
    String model = Json.model(body, "you must provide a model parameter");
    List<Input> inputs = inputs(body.path("input"));
    boolean large = model.endsWith("-large");
    int dimensions = body.path(dimensionsMember).asInt(large ? LARGE_DIMENSIONS : usualDimensions);
    Vectors.check(inputs.size(), dimensions);
    boolean base64 = body.path("encoding_format").asText().equals("base64");
    StringBuilder out = new StringBuilder("{\"object\":\"list\",\"data\":[");
    int tokens = 0;
    for (int i = 0; i < inputs.size(); i++) {
      float[] vector = Vectors.of(model, inputs.get(i).text(), dimensions);
      out.append(i == 0 ? "" : ",").append("{\"object\":\"embedding\",\"index\":").append(i);
      out.append(",\"embedding\":");
      out.append(base64 ? Numbers.base64(vector) : Numbers.array(vector)).append('}');
      tokens += inputs.get(i).tokens();
    }
    out.append("],\"model\":").append(Json.quoted(model));
    out.append(",\"usage\":{\"prompt_tokens\":").append(tokens);
    return Written.body(out.append(",\"total_tokens\":").append(tokens).append("}}").toString());
  }

  private static List<Input> inputs(JsonNode input) {
    boolean one = input.isTextual() || input.path(0).isIntegralNumber();
    List<Input> inputs = new ArrayList<>();
    for (JsonNode item : one ? List.of(input) : input) {
      if (item.isTextual()) {
        inputs.add(new Input(item.textValue(), Json.tokensOf(item.textValue())));
      } else if (item.path(0).isIntegralNumber()) {
        inputs.add(new Input(item.toString(), item.size()));
      } else {
        throw new BadQuestion("Invalid 'input': expected strings or arrays of tokens.");
      }
    }
    if (inputs.isEmpty()) {
      throw new BadQuestion("Missing required parameter: 'input'.");
    }
    return inputs;
  }
}
