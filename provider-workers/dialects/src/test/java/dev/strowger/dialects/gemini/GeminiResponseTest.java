package dev.strowger.dialects.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.dialects.Calls;
import dev.strowger.dialects.Dialect.Call;
import dev.strowger.dialects.Dialect.Response;
import dev.strowger.dialects.Dialects.Family;
import dev.strowger.dialects.FailureKind;
import dev.strowger.dialects.Fault;
import dev.strowger.dialects.Provider;
import dev.strowger.dialects.answer.Answer;
import dev.strowger.dialects.answer.Answer.Block;
import dev.strowger.dialects.answer.FinishReason;
import dev.strowger.dialects.wire.Wire.Reading;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GeminiResponseTest {
  @ParameterizedTest
  @CsvSource({
    "STOP,STOP",
    "FUNCTION_CALL,STOP",
    "MAX_TOKENS,LENGTH",
    "SAFETY,CONTENT_FILTER",
    "RECITATION,CONTENT_FILTER",
    "BLOCKLIST,CONTENT_FILTER",
    "PROHIBITED_CONTENT,CONTENT_FILTER",
    "SPII,CONTENT_FILTER",
    "MODEL_ARMOR,CONTENT_FILTER",
    "IMAGE_SAFETY,CONTENT_FILTER"
  })
  void translatesTheFinishReason(String reason, FinishReason finish) {
    assertThat(answer("{'candidates':[{'finishReason':'" + reason + "'}]}").choices())
        .extracting(Answer.Choice::finish)
        .containsExactly(finish);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "MALFORMED_FUNCTION_CALL",
        "UNEXPECTED_TOOL_CALL",
        "TOO_MANY_TOOL_CALLS",
        "MALFORMED_RESPONSE",
        "MISSING_THOUGHT_SIGNATURE",
        "LANGUAGE",
        "OTHER",
        "NO_IMAGE",
        "IMAGE_OTHER",
        "FINISH_REASON_UNSPECIFIED",
        "SOMETHING_NEW"
      })
  void takesNoOtherReasonForAnAnswer(String reason) {
    Fault fault =
        fault(
            200,
            "{'candidates':[{'content':{'parts':[{'text':'a'}]},'finishReason':'"
                + reason
                + "','finishMessage':'secret()'}]}");

    assertThat(fault.kind()).isEqualTo(FailureKind.PROVIDER_ERROR);
    assertThat(fault.message()).isEqualTo("Gemini ended the answer with " + reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {}|Gemini answered without a candidate
          {'candidates':[]}|Gemini answered without a candidate
          {'candidates':[{'content':{'parts':[{'text':'a'}]}}]}|Gemini ended the answer with no reason known
          {'candidates':[{'finishReason':'<b>'}]}|Gemini ended the answer with no reason known
          {'candidates':[{'finishReason':'STOP'},{'finishReason':'OTHER'}]}|Gemini ended the answer with OTHER
          []|HTTP 200 with no valid answer
          <html>|HTTP 200 with an HTML page
          """)
  void takesNothingElseForAnAnswer(String body, String message) {
    assertThat(fault(200, body))
        .extracting(Fault::kind, Fault::message)
        .containsExactly(FailureKind.PROVIDER_ERROR, message);
  }

  @Test
  void tellsThatThePromptWasBlocked() {
    Fault fault = fault(200, "{'promptFeedback':{'blockReason':'SAFETY','safetyRatings':[]}}");

    assertThat(fault.kind()).isEqualTo(FailureKind.CONTENT_FILTER);
    assertThat(fault.message()).isEqualTo("Gemini blocked the prompt: SAFETY");
  }

  @Test
  void keepsTheProofsOfThoughtsAndCalls() {
    Answer answer =
        answer(
            "{'candidates':[{'finishReason':'STOP','content':{'parts':["
                + "{'text':'Hm','thought':true},{'text':'','thoughtSignature':'AY89'},"
                + "{'text':'Looking','thoughtSignature':'x'},"
                + "{'executableCode':{'code':'1'}},"
                + "{'functionCall':{'id':'f-1','name':'a','args':{'n':1.50}},'thoughtSignature':'CiE'},"
                + "{'functionCall':{'name':'b'}}]}}]}");

    assertThat(answer.choices().getFirst().blocks())
        .containsExactly(
            new Block.Thought("Hm", "gemini:AY89"),
            new Block.Text("Looking"),
            new Block.Call("f-1", "a", "{\"n\":1.50}", "gemini:CiE"),
            new Block.Call("call_8EU2ZtWpoSHPn29m2X0tqWCn", "b", "{}", ""));
    assertThat(answer.choices().getFirst().finish()).isEqualTo(FinishReason.TOOL_CALLS);
  }

  @Test
  void givesProbabilitiesAsOpenAiDoes() {
    Answer answer =
        answer(
            "{'candidates':[{'finishReason':'STOP','content':{'parts':[{'text':'ö'}]},"
                + "'logprobsResult':{'chosenCandidates':[{'token':'ö','logProbability':-0.25}],"
                + "'topCandidates':[{'candidates':[{'token':'a','logProbability':-1}]}]}}]}");

    assertThat(answer.choices().getFirst().logprobs().orElseThrow())
        .hasToString(
            "{\"content\":[{\"token\":\"ö\",\"logprob\":-0.25,\"bytes\":[195,182],\"top_logprobs\":"
                + "[{\"token\":\"a\",\"logprob\":-1,\"bytes\":[97]}]}],\"refusal\":null}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          400|INVALID_ARGUMENT|Invalid value at 'contents'|BAD_REQUEST
          400|INVALID_ARGUMENT|The input token count (1200293) exceeds the maximum number of tokens allowed (1048576).|CONTEXT_LENGTH
          400|INVALID_ARGUMENT|Unable to submit request because the input token count is 2 but model only supports up to 1.|CONTEXT_LENGTH
          400|INVALID_ARGUMENT|Request payload size exceeds the limit: 20971520 bytes.|CONTEXT_LENGTH
          400|INVALID_ARGUMENT|API key not valid. Please pass a valid API key.|AUTHENTICATION
          400|INVALID_ARGUMENT|API key expired. Please renew the API key.|AUTHENTICATION
          400|FAILED_PRECONDITION|User location is not supported for the API use.|AUTHENTICATION
          400|FAILED_PRECONDITION|Precondition check failed.|PROVIDER_ERROR
          401|UNAUTHENTICATED|Request had invalid authentication credentials.|AUTHENTICATION
          403|PERMISSION_DENIED|m|AUTHENTICATION
          404|NOT_FOUND|models/x is not found for API version v1beta|NOT_FOUND
          429|RESOURCE_EXHAUSTED|m|RATE_LIMITED
          499|CANCELLED|m|PROVIDER_ERROR
          500|INTERNAL|m|PROVIDER_ERROR
          501|UNIMPLEMENTED|m|UNSUPPORTED
          503|UNAVAILABLE|The model is overloaded.|OVERLOADED
          504|DEADLINE_EXCEEDED|m|TIMEOUT
          200|UNAVAILABLE|m|OVERLOADED
          503|NEW|m|OVERLOADED
          """)
  void tellsWhyACallFailed(int status, String code, String message, FailureKind kind) {
    String error =
        "{\"error\":{\"code\":"
            + status
            + ",\"message\":\""
            + message
            + "\",\"status\":\""
            + code
            + "\"}}";

    for (String body : new String[] {error, "[" + error + "\n]"}) {
      assertThat(failed(new GeminiWire().read(Calls.response(status, body), call(), provider())))
          .extracting(Fault::kind, Fault::message)
          .containsExactly(kind, message);
    }
  }

  @Test
  void knowsAWrongKeyByItsReason() {
    Fault fault =
        fault(
            400,
            "{'error':{'code':400,'message':'m','status':'INVALID_ARGUMENT','details':[{'@type':"
                + "'type.googleapis.com/google.rpc.ErrorInfo','reason':'API_KEY_INVALID'}]}}");

    assertThat(fault.kind()).isEqualTo(FailureKind.AUTHENTICATION);
  }

  @ParameterizedTest
  @CsvSource({"34.074824224s,34075", "0s,0", "999999999s,86400000"})
  void readsTheDelayFromTheDetails(String delay, long ms) {
    assertThat(fault(429, exhausted(delay)).retryAfter()).hasValue(Duration.ofMillis(ms));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon", "-1s", "1e9s", "9999999999s"})
  void ignoresADelayThatIsNone(String delay) {
    assertThat(fault(429, exhausted(delay)).retryAfter()).isEmpty();
  }

  @Test
  void believesTheHeaderFirst() {
    var response =
        new Response(
            429,
            Map.of("retry-after", "5"),
            Calls.response(429, exhausted("34s").replace('\'', '"')).body());

    assertThat(failed(new GeminiWire().read(response, call(), provider())).retryAfter())
        .hasValue(Duration.ofSeconds(5));
  }

  private static String exhausted(String delay) {
    return "{'error':{'code':429,'message':'m','status':'RESOURCE_EXHAUSTED','details':[{},"
        + "{'@type':'type.googleapis.com/google.rpc.RetryInfo','retryDelay':'"
        + delay
        + "'}]}}";
  }

  private static Fault fault(int status, String body) {
    return failed(read(status, body));
  }

  private static Fault failed(Reading reading) {
    return switch (reading) {
      case Reading.Failed(Fault fault) -> fault;
      case Reading.Answered(Answer answer) -> throw new AssertionError(answer);
    };
  }

  private static Answer answer(String body) {
    return switch (read(200, body)) {
      case Reading.Failed(Fault fault) -> throw new AssertionError(fault);
      case Reading.Answered(Answer answer) -> answer;
    };
  }

  private static Reading read(int status, String body) {
    return new GeminiWire()
        .read(Calls.response(status, body.replace('\'', '"')), call(), provider());
  }

  private static Call call() {
    return Calls.sync("m", "{}");
  }

  private static Provider provider() {
    return Calls.provider(Family.GEMINI);
  }
}
