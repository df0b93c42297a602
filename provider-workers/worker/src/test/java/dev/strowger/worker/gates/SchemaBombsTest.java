package dev.strowger.worker.gates;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.dialects.json.Json;
import dev.strowger.dialects.review.AskedFormat;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Schemas of clients that would take the time or the memory of everybody. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SchemaBombsTest {
  private static final JsonGate.Look UNUSABLE =
      new JsonGate.Look.Untold("the schema cannot be used");

  @ParameterizedTest
  @CsvSource({"allOf, true", "anyOf, false"})
  void definitionsThatReferToEachOtherTwiceAreBrokenOff(String both, boolean last) {
    String definitions =
        IntStream.range(0, 40)
            .mapToObj(
                i ->
                    "\"a%d\":{\"%s\":[{\"$ref\":\"#/$defs/a%d\"},{\"$ref\":\"#/$defs/a%d\"}]}"
                        .formatted(i, both, i + 1, i + 1))
            .collect(Collectors.joining(","));
    String schema =
        "{\"$ref\":\"#/$defs/a0\",\"$defs\":{%s,\"a40\":%s}}".formatted(definitions, last);

    assertThat(look("{}", schema)).isEqualTo(UNUSABLE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "((a{1000}){1000}){1000}",
        "(((x{2}){500}){1000}){1000}",
        "(?:(?:b{9,}c){999}d){0,998}"
      })
  void patternsThatAreHugeWhenWrittenOutMatchEverything(String pattern) {
    assertThat(look("\"aaa\"", "{\"pattern\":\"%s\"}".formatted(pattern)))
        .isEqualTo(new JsonGate.Look.Valid());
  }

  @ParameterizedTest
  @CsvSource({"'{\"multipleOf\":1e-999999999}', 3", "'{\"type\":\"integer\"}', 1e999999999"})
  void numbersThatAreHugeWhenWrittenOutAreNotWorkedWith(String schema, String answer) {
    assertThat(look(answer, schema))
        .isEqualTo(new JsonGate.Look.Untold("a number is too large to be worked with"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
        "^[A-Z]{2}\\\\d{2}(\\\\s?[A-Z0-9]{4}){3,7}$",
        "^(\\\\d{1,3}\\\\.){3}\\\\d{1,3}$"
      })
  void usualPatternsAreHeldAgainstTheAnswer(String pattern) {
    assertThat(look("\"no\"", "{\"pattern\":\"%s\"}".formatted(pattern)))
        .isEqualTo(new JsonGate.Look.Invalid("violates the schema's pattern"));
  }

  @Test
  void aLargeAnswerIsLookedAtWhole() {
    String row = "{\"id\":%d,\"name\":\"n\",\"tags\":[\"a\",\"b\"],\"at\":{\"x\":1.5,\"y\":2}}";
    String rows =
        IntStream.range(0, 2_000).mapToObj(row::formatted).collect(Collectors.joining(","));
    String schema =
        """
        {"type":"array","items":{"type":"object","required":["id","name","tags","at"],
         "properties":{"id":{"type":"integer"},"name":{"type":"string"},
          "tags":{"type":"array","items":{"type":"string"}},
          "at":{"type":"object","properties":{"x":{"type":"number"},"y":{"type":"number"}}}}}}""";

    assertThat(look("[" + rows + "]", schema)).isEqualTo(new JsonGate.Look.Valid());
    assertThat(look("[" + rows + ",{}]", schema)).isInstanceOf(JsonGate.Look.Invalid.class);
  }

  private static JsonGate.Look look(String answer, String schema) {
    return JsonGate.look(answer, new AskedFormat.Schema(tree(schema)));
  }

  private static JsonNode tree(String json) {
    return Json.read(json.getBytes(StandardCharsets.UTF_8)).orElseThrow();
  }
}
