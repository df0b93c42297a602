package dev.strowger.dialects.mistral;

import static dev.strowger.dialects.Dialects.Family.MISTRAL;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.strowger.dialects.Calls;
import dev.strowger.dialects.FailureKind;
import dev.strowger.dialects.Losses;
import dev.strowger.dialects.StreamDecoder;
import dev.strowger.dialects.WireCalls;
import dev.strowger.dialects.conversation.Conversation.Reasoning;
import dev.strowger.dialects.conversation.Message;
import dev.strowger.dialects.conversation.Part;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MistralWireTest {
  private static final String HI = "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          400 | {"object":"error","message":"Invalid model: x","type":"invalid_model","param":null,"code":"1500"} | NOT_FOUND | Invalid model: x
          400 | {"object":"error","message":"Tool call id was turn1_0 but must be a-z, A-Z, 0-9, with a length of 9.","type":"invalid_function_call","param":null,"code":"3280"} | BAD_REQUEST | Tool call id was turn1_0 but must be a-z, A-Z, 0-9, with a length of 9.
          400 | {"object":"error","message":"Prompt contains 35000 tokens, too large for model with 32768 maximum context length","type":"invalid_request_prompt","code":"3051"} | CONTEXT_LENGTH | Prompt contains 35000 tokens, too large for model with 32768 maximum context length
          422 | {"object":"error","message":{"detail":[{"type":"less_than_equal","loc":["body","temperature"],"msg":"Input should be less than or equal to 1.5","input":2}]},"type":"invalid_request_error","param":null,"code":null} | BAD_REQUEST | Input should be less than or equal to 1.5
          422 | {"detail":[{"type":"missing","loc":["body","model"],"msg":"Field required","input":{}}]} | BAD_REQUEST | Field required
          401 | {"detail":"Unauthorized"} | AUTHENTICATION | Unauthorized
          401 | {"message":"Unauthorized","request_id":"1"} | AUTHENTICATION | Unauthorized
          429 | {"object":"error","message":"Requests rate limit exceeded","type":"rate_limited","code":"1300"} | RATE_LIMITED | Requests rate limit exceeded
          429 | {"object":"error","message":"Service tier capacity exceeded for this model.","type":"service_tier_capacity_exceeded","code":"3505"} | RATE_LIMITED | Service tier capacity exceeded for this model.
          400 | {"object":"error","message":"Function calling is not enabled for this model","type":"invalid_request_error"} | UNSUPPORTED | Function calling is not enabled for this model
          503 | {"object":"error","message":"Service unavailable.","type":"internal_server_error","code":"1000"} | OVERLOADED | Service unavailable.
          500 | no JSON at all | PROVIDER_ERROR | HTTP 500 without a readable error
          200 | {"object":"error","message":"late trouble","type":"internal_server_error"} | PROVIDER_ERROR | late trouble
          200 | {"choices":[]} | PROVIDER_ERROR | HTTP 200 with no valid answer
          """)
  void namesWhatAnErrorMeans(int status, String body, FailureKind kind, String message) {
    assertThat(WireCalls.fault(MISTRAL, status, body))
        .satisfies(
            fault -> {
              assertThat(fault.kind()).isEqualTo(kind);
              assertThat(fault.message()).isEqualTo(message);
            });
  }

  @ParameterizedTest
  @CsvSource({"\"error\"", "\"new\"", "null"})
  void isNoAnswerWithoutAGoodFinishReason(String reason) {
    String body =
        "{\"choices\":[{\"message\":{\"content\":\"a\"},\"finish_reason\":%s}]}".formatted(reason);

    assertThat(WireCalls.fault(MISTRAL, 200, body).kind()).isEqualTo(FailureKind.PROVIDER_ERROR);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "verbosity":"low" | verbosity
          "logprobs":true | logprobs
          "temperature":1.75 | temperature
          """)
  void refusesByNameWhatMistralCannotDo(String field, String param) {
    String body = "{" + HI + "," + field + "}";

    assertThat(WireCalls.refusal(MISTRAL, Map.of(), body).param()).contains(param);
  }

  @Test
  void refusesEmbeddingsOfTokenIds() {
    assertThat(WireCalls.refusal(MISTRAL, Map.of(), "{\"input\":[1,2]}").param()).contains("input");
  }

  @Test
  void givesThoughtsBackAndTellsWhatItLeavesOut() {
    Losses losses = new Losses(false);
    JsonNode json =
        WireCalls.written(
            new MistralWire(),
            MISTRAL,
            WireCalls.plain(
                new Message.User(List.of(new Part.Text("Hi"), new Part.CacheMark(""))),
                new Message.Assistant(
                    List.of(
                        new Part.Thought("Greet.", "proof"),
                        new Part.RedactedThought("x"),
                        new Part.Text("Hi!"))),
                new Message.User(
                    List.of(new Part.DocumentUrl("https://e.example/a.pdf", "a.pdf")))),
            losses);

    assertThat(losses.fault()).isEmpty();
    assertThat(losses.dropped()).containsExactly("cache_control", "messages[1].content");
    assertThat(json.path("messages"))
        .isEqualTo(
            WireCalls.json(
                """
                [{"role":"user","content":"Hi"},
                 {"role":"assistant","content":[
                  {"type":"thinking","thinking":[{"type":"text","text":"Greet."}],"closed":true},
                  {"type":"text","text":"Hi!"}]},
                 {"role":"user","content":[{"type":"document_url",
                  "document_url":"https://e.example/a.pdf","document_name":"a.pdf"}]}]"""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          none, low ,high | low | low
          none,low,high | medium | high
          none,low,high | minimal | low
          none,high | low | high
          none,high | xhigh | high
          none,high | none | none
          """)
  void asksForTheNearestLevelThatTheModelTakes(String taken, String effort, String sent) {
    Losses losses = new Losses(false);
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    Reasoning reasoning =
        new Reasoning(Optional.of(effort), OptionalLong.empty(), Optional.empty());

    MistralReasoning.put(
        reasoning,
        Calls.sync("mistral-large-4-0", "{}"),
        WireCalls.provider(MISTRAL, Map.of("reasoning_efforts", taken)),
        json,
        losses);

    assertThat(json.path("reasoning_effort").asText()).isEqualTo(sent);
    assertThat(losses.dropped().isEmpty()).isEqualTo(sent.equals(effort));
  }

  @Test
  void keepsIdsThatMistralTakesAndMapsOthersAlwaysToTheSame() {
    assertThat(MistralToolId.of("D681PevKs")).isEqualTo("D681PevKs");
    assertThat(MistralToolId.of("call_1"))
        .isEqualTo(MistralToolId.of("call_1"))
        .isNotEqualTo(MistralToolId.of("call_2"))
        .matches("[a-zA-Z0-9]{9}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          data: nonsense | the stream ended before the answer did
          data: {"choices":[{"index":-1}]} | a choice beyond 128
          data: {"choices":[{"index":128}]} | a choice beyond 128
          data: {"choices":[{"index":0,"finish_reason":"new"}]} | the answer has an unknown finish reason
          data: {"choices":[{"index":0,"finish_reason":"stop"},{"index":1}]} | the stream ended before the answer did
          data: [DONE] | the stream ended before the answer did
          """)
  void breaksOnWhatIsNoAnswer(String event, String message) {
    assertThat(WireCalls.ending(MISTRAL, event + "\n\n"))
        .isInstanceOfSatisfying(
            StreamDecoder.Ending.Broken.class,
            broken -> assertThat(broken.fault().message()).isEqualTo(message));
  }

  @Test
  void tellsCallsApartThatShareAnIndex() {
    String calls =
        """
        data: {"choices":[{"index":0,"delta":{"tool_calls":[\
        {"id":"D681PevKs","index":0,"function":{"name":"f","arguments":"{}"}},\
        {"id":"D681PevKt","index":0,"function":{"name":"g","arguments":"{}"}}]}}]}

        """;

    assertThat(
            WireCalls.ending(
                MISTRAL,
                calls + "data: {\"choices\":[{\"index\":0,\"finish_reason\":\"tool_calls\"}]}\n\n"))
        .isInstanceOf(StreamDecoder.Ending.Completed.class);
    assertThat(WireCalls.text(MISTRAL, calls))
        .contains("\"index\":0,\"id\":\"D681PevKs\"", "\"index\":1,\"id\":\"D681PevKt\"");
  }
}
