package dev.strowger.simulator.answer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.SplittableRandom;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class SchemaSampleTest {
  private static final com.fasterxml.jackson.databind.ObjectMapper MAPPER =
      new com.fasterxml.jackson.databind.ObjectMapper();

  private static JsonNode sample(String schema, long seed) throws Exception {
    return SchemaSample.of(MAPPER.readTree(schema), new SplittableRandom(seed));
  }

  @RepeatedTest(20)
  void keepsTypesEnumsAndBounds(RepetitionInfo run) throws Exception {
    JsonNode value =
        sample(
            """
            {"type":"object","required":["i","n","s","e","l","b","r"],"$defs":{"p":{"const":4}},
             "properties":{
              "i":{"type":"integer","minimum":3,"maximum":5},
              "n":{"type":"number","exclusiveMinimum":0,"maximum":1},
              "s":{"type":["string","null"],"minLength":30,"maxLength":40},
              "e":{"type":"string","enum":["x","y"]},
              "l":{"type":"array","minItems":2,"items":{"anyOf":[{"type":"boolean"}]}},
              "b":{"type":"boolean"}, "r":{"$ref":"#/$defs/p"}, "unneeded":{"type":"string"}}}
            """,
            run.getCurrentRepetition());

    assertThat(value.path("i").isIntegralNumber()).isTrue();
    assertThat(value.path("i").asInt()).isBetween(3, 5);
    assertThat(value.path("n").asDouble()).isGreaterThan(0).isLessThanOrEqualTo(1);
    assertThat(value.path("s").asText()).hasSizeBetween(30, 40);
    assertThat(value.path("e").asText()).isIn("x", "y");
    assertThat(value.path("l")).hasSize(2).allMatch(JsonNode::isBoolean);
    assertThat(value.path("b").isBoolean()).isTrue();
    assertThat(value.path("r").asInt()).isEqualTo(4);
    assertThat(value.has("unneeded")).isFalse();
  }

  @Test
  void aSchemaThatContainsItselfEnds() throws Exception {
    JsonNode value = sample("{\"type\":\"object\",\"properties\":{\"next\":{\"$ref\":\"#\"}}}", 1);

    assertThat(value.has("next")).isTrue();
  }

  @Test
  void aSchemaThatIsMissingGivesAnObject() {
    JsonNode value =
        SchemaSample.of(
            com.fasterxml.jackson.databind.node.MissingNode.getInstance(), new SplittableRandom(1));

    assertThat(value.isObject()).isTrue();
  }
}
