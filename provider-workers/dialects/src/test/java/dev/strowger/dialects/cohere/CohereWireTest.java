package dev.strowger.dialects.cohere;

import static dev.strowger.dialects.Dialects.Family.COHERE_V2;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.strowger.dialects.FailureKind;
import dev.strowger.dialects.Losses;
import dev.strowger.dialects.StreamDecoder;
import dev.strowger.dialects.WireCalls;
import dev.strowger.dialects.answer.Answer;
import dev.strowger.dialects.conversation.Message;
import dev.strowger.dialects.conversation.Part;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CohereWireTest {
  private static final String HI = "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]";
  private static final String TOOL =
      "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}]";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          400 | invalid request: message must be at least 1 token long | BAD_REQUEST
          400 | too many tokens: total number of tokens in the prompt cannot exceed 4081 - received 4292. | CONTEXT_LENGTH
          400 | too many tokens: size limit exceeded by 11326 tokens. | CONTEXT_LENGTH
          400 | too many tokens: max tokens must be less than or equal to 4096 - received 8192. | BAD_REQUEST
          400 | invalid request: model 'command-r' is not supported by the generate API | UNSUPPORTED
          422 | unprocessable | BAD_REQUEST
          401 | invalid api token | AUTHENTICATION
          402 | Please add or update your payment method | RATE_LIMITED
          404 | model 'x' not found | NOT_FOUND
          429 | You are using a Trial key, which is limited to 40 API calls / minute. | RATE_LIMITED
          498 | deny-listed | CONTENT_FILTER
          500 | internal server error | PROVIDER_ERROR
          501 | not implemented | UNSUPPORTED
          503 | unavailable | OVERLOADED
          504 | gateway timeout | TIMEOUT
          200 | late trouble | PROVIDER_ERROR
          """)
  void namesWhatAnErrorMeans(int status, String message, FailureKind kind) {
    String body = "{\"id\":\"1\",\"message\":\"" + message + "\"}";

    assertThat(WireCalls.fault(COHERE_V2, status, body))
        .satisfies(
            fault -> {
              assertThat(fault.kind()).isEqualTo(kind);
              assertThat(fault.message()).isEqualTo(message);
            });
  }

  @ParameterizedTest
  @CsvSource({
    "ERROR,PROVIDER_ERROR",
    "TIMEOUT,TIMEOUT",
    "ERROR_LIMIT,CONTEXT_LENGTH",
    "NEW,PROVIDER_ERROR",
    "'',PROVIDER_ERROR"
  })
  void isNoAnswerWithoutAGoodFinishReason(String reason, FailureKind kind) {
    String body =
        "{\"finish_reason\":\"%s\",\"message\":{\"content\":[{\"type\":\"text\",\"text\":\"a\"}]}}"
            .formatted(reason);

    assertThat(WireCalls.fault(COHERE_V2, 200, body).kind()).isEqualTo(kind);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "n":2 | n
          "verbosity":"low" | verbosity
          "frequency_penalty":-1 | frequency_penalty
          "presence_penalty":1.5 | presence_penalty
          "top_logprobs":3,"logprobs":true | top_logprobs
          "stop":["1","2","3","4","5","6"] | stop
          """)
  void refusesByNameWhatCohereCannotDo(String field, String param) {
    String body = "{" + HI + "," + field + "}";

    assertThat(WireCalls.refusal(COHERE_V2, Map.of(), body).param()).contains(param);
  }

  @Test
  void refusesWhatToolsExclude() {
    String serial = "{" + HI + "," + TOOL + ",\"parallel_tool_calls\":false}";
    String json = "{" + HI + "," + TOOL + ",\"response_format\":{\"type\":\"json_object\"}}";
    String tools = "{" + HI + "," + TOOL + "}";

    assertThat(WireCalls.refusal(COHERE_V2, Map.of(), serial).param())
        .contains("parallel_tool_calls");
    assertThat(WireCalls.refusal(COHERE_V2, Map.of(), json).param()).contains("response_format");
    assertThat(WireCalls.refusal(COHERE_V2, Map.of("safety_mode", "STRICT"), tools).param())
        .contains("tools");
  }

  @Test
  void refusesEmbeddingsOfTokenIdsAndOfTooManyTexts() {
    String many =
        IntStream.range(0, 97).mapToObj(i -> "\"" + i + "\"").collect(Collectors.joining(","));

    assertThat(WireCalls.refusal(COHERE_V2, Map.of(), "{\"input\":[1,2]}").param())
        .contains("input");
    assertThat(WireCalls.refusal(COHERE_V2, Map.of(), "{\"input\":[" + many + "]}").param())
        .contains("input");
  }

  @Test
  void givesThoughtsBackAndTellsWhatItLeavesOut() {
    Losses losses = new Losses(false);
    JsonNode json =
        WireCalls.written(
            new CohereWire(),
            COHERE_V2,
            WireCalls.plain(
                new Message.User(List.of(new Part.Text("Hi"), new Part.CacheMark("5m"))),
                new Message.Assistant(
                    List.of(
                        new Part.Thought("First f.", "proof"),
                        new Part.RedactedThought("x"),
                        new Part.Text("I call f."),
                        new Part.Call("f_1", "f", JsonNodeFactory.instance.objectNode(), ""))),
                new Message.ToolResult("f_1", List.of(new Part.Text("boom")), true)),
            losses);

    assertThat(losses.fault()).isEmpty();
    assertThat(losses.dropped())
        .containsExactly("cache_control", "messages[1].content", "is_error");
    assertThat(json.path("messages").path(1))
        .isEqualTo(
            WireCalls.json(
                """
                {"role":"assistant","content":[{"type":"thinking","thinking":"First f."}],
                 "tool_plan":"I call f.","tool_calls":[{"id":"f_1","type":"function",
                 "function":{"name":"f","arguments":"{}"}}]}"""));
  }

  @Test
  void refusesFilesSoundAndPicturesInResults() {
    assertRefused(new Message.User(List.of(new Part.Audio("wav", "AA=="))));
    assertRefused(new Message.User(List.of(new Part.Document("application/pdf", "AA==", ""))));
    assertRefused(new Message.User(List.of(new Part.DocumentUrl("https://e.example/a.pdf", ""))));
    assertRefused(
        new Message.ToolResult("a", List.of(new Part.Image("image/png", "AA==", "")), false));
  }

  private static void assertRefused(Message message) {
    Losses losses = new Losses(true);
    WireCalls.written(new CohereWire(), COHERE_V2, WireCalls.plain(message), losses);
    assertThat(losses.fault())
        .hasValueSatisfying(f -> assertThat(f.param()).contains("messages[0].content"));
  }

  @Test
  void sumsTheProbabilitiesOfAPieceOfSeveralTokens() {
    JsonNode items = WireCalls.json("[{\"text\":\" ä\",\"logprobs\":[-0.5,-0.125]},{}]");

    assertThat(CohereLogprobs.read(items))
        .contains(
            WireCalls.json(
                """
                {"content":[{"token":" ä","logprob":-0.625,"bytes":[32,195,164],
                 "top_logprobs":[]}],"refusal":null}"""));
  }

  @Test
  void keepsThePlanAsTextBetweenThoughtsAndCalls() {
    assertThat(
            CohereResponse.read(
                dev.strowger.dialects.Calls.response(
                    200,
                    """
                    {"finish_reason":"TOOL_CALL","message":{"tool_plan":"I call f.",
                     "content":[{"type":"thinking","thinking":"First f."}],
                     "tool_calls":[{"id":"f_1","function":{"name":"f","arguments":"{}"}}]}}""")))
        .isInstanceOfSatisfying(
            dev.strowger.dialects.wire.Wire.Reading.Answered.class,
            answered ->
                assertThat(answered.answer().choices().getFirst().blocks())
                    .containsExactly(
                        new Answer.Block.Thought("First f.", ""),
                        new Answer.Block.Text("I call f."),
                        new Answer.Block.Call("f_1", "f", "{}", "")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          data: nonsense | the stream ended before the answer did
          data: {"message":"too late"} | too late
          data: {"type":"tool-call-delta","index":3} | arguments of a tool call that never began
          data: {"type":"message-end","delta":{}} | the answer has no finish reason
          """)
  void breaksOnWhatIsNoAnswer(String event, String message) {
    assertThat(WireCalls.ending(COHERE_V2, event + "\n\n"))
        .isInstanceOfSatisfying(
            StreamDecoder.Ending.Broken.class,
            broken -> assertThat(broken.fault().message()).isEqualTo(message));
  }

  @Test
  void followsNoMoreCallsThanItsBound() {
    String start =
        "data: {\"type\":\"tool-call-start\",\"delta\":{\"message\":{\"tool_calls\":{}}}}\n\n";

    assertThat(WireCalls.ending(COHERE_V2, start.repeat(CohereStream.MAX_CALLS + 1)))
        .isInstanceOfSatisfying(
            StreamDecoder.Ending.Broken.class,
            broken -> assertThat(broken.fault().message()).contains("1024 tool calls"));
  }
}
