package dev.strowger.ingress;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.ingress.BodyScanner.Scan;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BodyScannerTest {
  private static final String MESSAGES = "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]";
  private static final String GOOD = "{\"model\":\"gpt-4o-mini\"," + MESSAGES + "}";

  @ParameterizedTest(name = "{1} {2}: {0}")
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          {MESSAGES}                                          | missing_required_parameter | model
          {"model":null,MESSAGES}                             | missing_required_parameter | model
          {"model":"",MESSAGES}                               | missing_required_parameter | model
          {"model":" ",MESSAGES}                              | missing_required_parameter | model
          {"model":7,MESSAGES}                                | invalid_type | model
          {"model":["a"],MESSAGES}                            | invalid_type | model
          {"model":"m"}                                       | missing_required_parameter | messages
          {"model":"m","messages":null}                       | invalid_type | messages
          {"model":"m","messages":"hi"}                       | invalid_type | messages
          {"model":"m","messages":[]}                         | empty_array | messages
          {"model":"m","messages":["hi"]}                     | invalid_type | messages[0]
          {"model":"m","messages":[{"content":"hi"}]}         | missing_required_parameter | messages[0].role
          {"model":"m","messages":[{"role":1,"content":""}]}  | invalid_type | messages[0].role
          {"model":"m","messages":[{"role":"x","content":""}]}| invalid_value | messages[0].role
          {"model":"m","messages":[{"role":"user"}]}          | missing_required_parameter | messages[0].content
          {"model":"m","messages":[{"role":"user","content":null}]} | missing_required_parameter | messages[0].content
          {"model":"m","messages":[{"role":"user","content":5}]} | invalid_type | messages[0].content
          {"model":"m","messages":[{"role":"user","content":["x"]}]} | invalid_type | messages[0].content[0]
          {"model":"m","messages":[{"role":"user","content":[{"text":"x"}]}]} | missing_required_parameter | messages[0].content[0].type
          {"model":"m",MESSAGES,"n":-1}                       | integer_below_min_value | n
          {"model":"m",MESSAGES,"n":0}                        | integer_below_min_value | n
          {"model":"m",MESSAGES,"n":1.5}                      | invalid_type | n
          {"model":"m",MESSAGES,"n":"1"}                      | invalid_type | n
          {"model":"m",MESSAGES,"n":129}                      | integer_above_max_value | n
          {"model":"m",MESSAGES,"n":99999999999999999999999}  | integer_above_max_value | n
          {"model":"m",MESSAGES,"temperature":2.1}            | decimal_above_max_value | temperature
          {"model":"m",MESSAGES,"temperature":-0.1}           | decimal_below_min_value | temperature
          {"model":"m",MESSAGES,"temperature":"hot"}          | invalid_type | temperature
          {"model":"m",MESSAGES,"top_p":1.01}                 | decimal_above_max_value | top_p
          {"model":"m",MESSAGES,"presence_penalty":-3}        | decimal_below_min_value | presence_penalty
          {"model":"m",MESSAGES,"stream":"true"}              | invalid_type | stream
          {"model":"m",MESSAGES,"stream":1}                   | invalid_type | stream
          {"model":"m",MESSAGES,"max_tokens":0}               | integer_below_min_value | max_tokens
          {"model":"m",MESSAGES,"max_completion_tokens":-5}   | integer_below_min_value | max_completion_tokens
          {"model":"m",MESSAGES,"stream_options":{"include_usage":true}} | invalid_value | stream_options
          {"model":"m",MESSAGES,"stream":true,"stream_options":[]} | invalid_type | stream_options
          {"model":"m",MESSAGES,"tools":{}}                   | invalid_type | tools
          {"model":"m",MESSAGES,"response_format":"json"}     | invalid_type | response_format
          {"model":"m",MESSAGES} {}                           | invalid_json | -
          {"model":"m",MESSAGES,}                             | invalid_json | -
          {"model":"m",MESSAGES,"temperature":NaN}            | invalid_json | -
          {'model':'m'}                                       | invalid_json | -
          []                                                  | invalid_json | -
          "text"                                              | invalid_json | -
          hello                                               | invalid_json | -
          """)
  void refusesWhatOpenAiWouldRefuse(String body, String code, String param) {
    OpenAiError error = rejected(body.replace("MESSAGES", MESSAGES));

    assertThat(error.status()).isEqualTo(400);
    assertThat(error.type()).isEqualTo("invalid_request_error");
    assertThat(error.code()).isEqualTo(code);
    assertThat(error.param()).isEqualTo(param);
    assertThat(error.message()).isNotBlank();
  }

  @Test
  void saysWhereTheJsonBreaks() {
    assertThat(rejected("{\n  \"model\": oops }").message()).contains("line 2, column");
  }

  @Test
  void refusesAnEmptyBody() {
    assertThat(rejected("").message()).contains("empty");
  }

  @Test
  void takesTheFacts() {
    BodyFacts facts =
        accepted(
            """
            {"model":"a/b","stream":true,"stream_options":{"include_usage":true},"n":2,
             "temperature":null,"max_tokens":10,"max_completion_tokens":20,
             "tools":[{"type":"function","function":{"name":"f","parameters":{"type":"object"}}}],
             "response_format":{"type":"json_schema","json_schema":{"type":"nope"}},
             "messages":[
               {"role":"system","content":"1234"},
               {"role":"assistant","content":null,"tool_calls":[{"id":"x","content":"not counted"}]},
               {"role":"tool","tool_call_id":"x","content":"56"},
               {"role":"user","content":[{"type":"text","text":"789"},
                 {"image_url":{"url":"data:image/png;base64,AAAA"},"type":"image_url"}]}]}
            """);

    assertThat(facts.model()).isEqualTo("a/b");
    assertThat(facts.stream()).isTrue();
    assertThat(facts.streaming().usage()).isTrue();
    assertThat(facts.facts().getMessages()).isEqualTo(4);
    assertThat(facts.facts().getPromptChars()).isEqualTo(9);
    assertThat(facts.facts().getTools()).isTrue();
    assertThat(facts.facts().getImages()).isTrue();
    assertThat(facts.facts().getJsonOutput()).isTrue();
    assertThat(facts.facts().getMaxOutputTokens()).isEqualTo(20);
  }

  @Test
  void takesTheLastOfTwoEqualNames() {
    BodyFacts facts =
        accepted("{\"model\":\"a\"," + MESSAGES + "," + MESSAGES + ",\"model\":\"b\"}");

    assertThat(facts.model()).isEqualTo("b");
    assertThat(facts.facts().getMessages()).isEqualTo(1);
    assertThat(facts.facts().getPromptChars()).isEqualTo(2);
  }

  @Test
  void takesWhatIsNestedToTheLimitAndNoDeeper() {
    assertThat(accepted(nested(BodyScanner.MAX_DEPTH - 1)).model()).isEqualTo("m");
    assertThat(rejected(nested(BodyScanner.MAX_DEPTH)).code()).isEqualTo("nesting_too_deep");
    assertThat(rejected(nested(100_000)).code()).isEqualTo("nesting_too_deep");
  }

  @Test
  void refusesEndlessNumbersAndNames() {
    String digits = "1".repeat(BodyScanner.MAX_NUMBER_CHARS + 1);
    String name = "x".repeat(BodyScanner.MAX_NAME_CHARS + 1);

    assertThat(rejected("{\"model\":\"m\"," + MESSAGES + ",\"n\":" + digits + "}").code())
        .isEqualTo("value_too_long");
    assertThat(rejected("{\"" + name + "\":1,\"model\":\"m\"," + MESSAGES + "}").code())
        .isEqualTo("value_too_long");
  }

  @Test
  void refusesAnEndlessModelName() {
    String model = "m".repeat(Values.MAX_MODEL_CHARS + 1);

    assertThat(rejected("{\"model\":\"" + model + "\"," + MESSAGES + "}").code())
        .isEqualTo("string_above_max_length");
  }

  @Test
  void countsLongTexts() {
    String text = "é".repeat(1 << 20);

    assertThat(
            accepted(
                    "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\""
                        + text
                        + "\"}]}")
                .facts()
                .getPromptChars())
        .isEqualTo(1 << 20);
  }

  @Test
  void refusesABodyCutOffAnywhere() {
    byte[] whole = GOOD.getBytes(UTF_8);
    assertThat(BodyScanner.scan(whole, Endpoint.CHAT_COMPLETIONS))
        .isInstanceOf(Scan.Accepted.class);

    for (int length = 0; length < whole.length; length++) {
      assertThat(BodyScanner.scan(Arrays.copyOf(whole, length), Endpoint.CHAT_COMPLETIONS))
          .as("the first %d bytes", length)
          .isInstanceOf(Scan.Rejected.class);
    }
  }

  private static String nested(int levels) {
    return "{\"model\":\"m\","
        + MESSAGES
        + ",\"extra\":"
        + "[".repeat(levels)
        + "]".repeat(levels)
        + "}";
  }

  private static OpenAiError rejected(String body) {
    return switch (BodyScanner.scan(body.getBytes(UTF_8), Endpoint.CHAT_COMPLETIONS)) {
      case Scan.Rejected(OpenAiError error) -> error;
      case Scan.Accepted accepted -> throw new AssertionError("accepted: " + accepted);
    };
  }

  @Test
  void fieldsWithinAnotherAreNotTheBodys() {
    String user = "'messages':[{'role':'user','content':'hi'}]".replace('\'', '"');
    BodyFacts facts =
        accepted("{\"model\":\"m\"," + user + ",\"store\":{\"model\":\"other\"},\"x\":[1]}");

    assertThat(facts.model()).isEqualTo("m");
  }

  private static BodyFacts accepted(String body) {
    return switch (BodyScanner.scan(body.getBytes(UTF_8), Endpoint.CHAT_COMPLETIONS)) {
      case Scan.Accepted(BodyFacts facts) -> facts;
      case Scan.Rejected(OpenAiError error) -> throw new AssertionError("rejected: " + error);
    };
  }
}
