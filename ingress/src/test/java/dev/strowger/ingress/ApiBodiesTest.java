package dev.strowger.ingress;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.ingress.BodyScanner.Scan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the door takes from the bodies of each API, and what it refuses. */
class ApiBodiesTest {
  @Test
  void aResponsesBodySaysHowItGoesOnAndIsKeptUnlessItSaysOtherwise() {
    BodyFacts facts =
        accepted(
            Endpoint.RESPONSES,
            """
            {"model":"m","instructions":"be brief","previous_response_id":"resp_1","stream":true,
             "max_output_tokens":9,"tools":[{"type":"function","name":"f"}],
             "text":{"format":{"type":"json_schema","name":"n","schema":{}}},
             "input":[{"role":"user","content":[{"type":"input_text","text":"hello"},
               {"type":"input_image","image_url":"data:image/png;base64,AAAA"},
               {"type":"input_file","file_data":"BBBB"},{"type":"input_audio","data":"CC"}]},
              {"type":"function_call_output","call_id":"c","output":"done"}]}""");

    assertThat(facts.stream()).isTrue();
    assertThat(facts.store()).isTrue();
    assertThat(facts.earlier().response()).hasValue("resp_1");
    assertThat(facts.facts().getMessages()).isEqualTo(2);
    assertThat(facts.facts().getPromptChars()).isEqualTo("be briefhellodone".length());
    assertThat(facts.facts().getImages()).isTrue();
    assertThat(facts.facts().getFiles()).isTrue();
    assertThat(facts.facts().getAudio()).isTrue();
    assertThat(facts.facts().getTools()).isTrue();
    assertThat(facts.facts().getJsonOutput()).isTrue();
    assertThat(facts.facts().getMaxOutputTokens()).isEqualTo(9);
    assertThat(
            accepted(Endpoint.RESPONSES, "{\"model\":\"m\",\"input\":\"x\",\"store\":false}")
                .store())
        .isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[{'type':'item_reference','id':'msg_1'}]|true",
        "[{'role':'user','content':'x'},{'id':'msg_1'}]|true",
        "[{'id':'msg_1','type':null}]|true",
        "[{'type':'message','id':'msg_1','role':'user','content':'x'}]|false",
        "[{'role':'user','content':'item_reference'}]|false",
        "[{'content':'no role'}]|false",
        "[{'type':'function_call_output','call_id':'c','output':'x'}]|false"
      })
  void aReferenceToAnItemIsSeen(String input, boolean seen) {
    String body = "{'model':'m','input':" + input + "}";

    assertThat(accepted(Endpoint.RESPONSES, body.replace('\'', '"')).earlier().items())
        .isEqualTo(seen);
  }

  @Test
  void aMessagesBodyCountsItsSystemToo() {
    BodyFacts facts =
        accepted(
            Endpoint.MESSAGES,
            """
            {"model":"m","max_tokens":7,"system":[{"type":"text","text":"abc"}],
             "messages":[{"role":"user","content":[{"type":"document","source":{"data":"x"}},
               {"type":"tool_result","tool_use_id":"t","content":[{"type":"text","text":"de"},
                 {"type":"image","source":{"data":"y"}}]}]},
               {"role":"assistant","content":"f"}],
             "output_config":{"format":{"type":"json_schema","schema":{}}}}""");

    assertThat(facts.facts().getPromptChars()).isEqualTo(6);
    assertThat(facts.facts().getMessages()).isEqualTo(2);
    assertThat(facts.facts().getImages()).isTrue();
    assertThat(facts.facts().getFiles()).isTrue();
    assertThat(facts.facts().getJsonOutput()).isTrue();
    assertThat(facts.facts().getMaxOutputTokens()).isEqualTo(7);
    assertThat(facts.store()).isFalse();
  }

  @Test
  void ofARepeatedFieldTheLastCounts() {
    BodyFacts facts =
        accepted(
            Endpoint.RESPONSES,
            """
            {"model":"dear","model":"m","instructions":"long long","instructions":"ab",
             "input":[{"role":"user","content":[{"type":"input_image"}]}],"input":"cde",
             "store":false,"store":true,"previous_response_id":"x","previous_response_id":null,
             "tools":[{}],"tools":[]}""");

    assertThat(facts.model()).isEqualTo("m");
    assertThat(facts.facts().getPromptChars()).isEqualTo(5);
    assertThat(facts.facts().getImages()).isFalse();
    assertThat(facts.facts().getMessages()).isEqualTo(1);
    assertThat(facts.facts().getTools()).isFalse();
    assertThat(facts.store()).isTrue();
    assertThat(facts.earlier().response()).isEmpty();
    assertThat(
            accepted(
                    Endpoint.CHAT_COMPLETIONS,
                    "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],"
                        + "\"tools\":[{}],\"tools\":[]}")
                .facts()
                .getTools())
        .isFalse();
  }

  @Test
  void onlyUtf8IsTaken() {
    for (var charset : java.util.List.of("UTF-16BE", "UTF-16LE", "UTF-16", "UTF-32LE", "UTF-32")) {
      byte[] body =
          "{\"model\":\"m\",\"input\":\"x\"}".getBytes(java.nio.charset.Charset.forName(charset));

      assertThat(BodyScanner.scan(body, Endpoint.RESPONSES))
          .as(charset)
          .isInstanceOfSatisfying(
              Scan.Rejected.class, r -> assertThat(r.error().message()).contains("UTF-8"));
    }
  }

  @ParameterizedTest
  @CsvSource({"1e999999999", "-1e999999999", "99999999999999999999999999"})
  void numbersBeyondAllBoundsAreRefused(String number) {
    String body = "{\"model\":\"m\",\"input\":\"x\",\"temperature\":" + number + "}";

    assertThat(BodyScanner.scan(body.getBytes(UTF_8), Endpoint.RESPONSES))
        .isInstanceOf(Scan.Rejected.class);
  }

  @Test
  void aCountNeedsNoLimitAndIsNeverAStream() {
    BodyFacts facts =
        accepted(
            Endpoint.COUNT_TOKENS,
            "{\"model\":\"m\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}");

    assertThat(facts.stream()).isFalse();
  }

  @Test
  void promptsAndInputsMayBeTextsListsOrTokens() {
    assertThat(
            accepted(Endpoint.COMPLETIONS, "{\"model\":\"m\",\"prompt\":[\"ab\",\"c\"]}")
                .facts()
                .getPromptChars())
        .isEqualTo(3);
    assertThat(accepted(Endpoint.EMBEDDINGS, "{\"model\":\"m\",\"input\":[[1,2],[3]]}").model())
        .isEqualTo("m");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "COMPLETIONS|{'model':'m'}|prompt|missing_required_parameter",
        "COMPLETIONS|{'model':'m','prompt':1}|prompt|invalid_type",
        "COMPLETIONS|{'model':'m','prompt':'x','stream_options':{}}|stream_options|invalid_value",
        "EMBEDDINGS|{'model':'m'}|input|missing_required_parameter",
        "EMBEDDINGS|{'model':'m','input':{}}|input|invalid_type",
        "EMBEDDINGS|{'model':'m','input':'x','encoding_format':'int8'}|encoding_format|invalid_value",
        "EMBEDDINGS|{'model':'m','input':'x','dimensions':0}|dimensions|integer_below_min_value",
        "RESPONSES|{'model':'m'}|input|missing_required_parameter",
        "RESPONSES|{'input':'x'}|model|missing_required_parameter",
        "RESPONSES|{'model':'m','input':'x','background':true}|background|unsupported_value",
        "RESPONSES|{'model':'m','input':7}|input|invalid_type",
        "MESSAGES|{'model':'m','messages':[{'role':'user','content':'x'}]}|max_tokens|missing_required_parameter",
        "MESSAGES|{'model':'m','max_tokens':1}|messages|missing_required_parameter",
        "MESSAGES|{'model':'m','max_tokens':1,'messages':[{'role':'system','content':'x'}]}|messages[0].role|invalid_value",
        "MESSAGES|{'model':'m','max_tokens':1,'temperature':2,'messages':[{'role':'user','content':'x'}]}|temperature|decimal_above_max_value"
      })
  void whatCannotBeIsRefusedByName(Endpoint endpoint, String body, String param, String code) {
    Scan scan = BodyScanner.scan(body.replace('\'', '"').getBytes(UTF_8), endpoint);

    assertThat(scan).isInstanceOf(Scan.Rejected.class);
    OpenAiError error = ((Scan.Rejected) scan).error();
    assertThat(error.param()).isEqualTo(param);
    assertThat(error.code()).isEqualTo(code);
  }

  private static BodyFacts accepted(Endpoint endpoint, String body) {
    return switch (BodyScanner.scan(body.getBytes(UTF_8), endpoint)) {
      case Scan.Accepted(BodyFacts facts) -> facts;
      case Scan.Rejected(OpenAiError error) -> throw new AssertionError("rejected: " + error);
    };
  }
}
