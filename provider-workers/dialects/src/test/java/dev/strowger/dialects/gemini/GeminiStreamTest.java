package dev.strowger.dialects.gemini;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.dialects.Calls;
import dev.strowger.dialects.Dialects.Family;
import dev.strowger.dialects.FailureKind;
import dev.strowger.dialects.TokenUsage;
import dev.strowger.dialects.wire.StreamReader;
import dev.strowger.dialects.wire.StreamReader.Ending;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GeminiStreamTest {
  private final RecordingSink sink = new RecordingSink();
  private final StreamReader reader =
      new GeminiWire().stream(sink, Calls.stream("m", "{}", true), Calls.provider(Family.VERTEX));

  @Test
  void marksTheProofOfThoughtsAndOfCalls() {
    parts("{'text':'Hm','thought':true},{'text':'','thoughtSignature':'AY89'}");
    parts("{'text':'Looking','thoughtSignature':'x'}");
    parts("{'functionCall':{'name':'now','args':{'zone':'CET'}},'thoughtSignature':'CiE'}");
    finish("STOP");

    assertThat(reader.end()).isInstanceOf(Ending.Completed.class);
    assertThat(sink.heard)
        .containsExactly(
            "start",
            "0 thought Hm",
            "0 signature vertex:AY89",
            "0 text Looking",
            "0 call 0 call_2xkxqKyX5IL3Wm0jRlzzFlkP now vertex:CiE",
            "0 arguments 0 {\"zone\":\"CET\"}",
            "0 finish tool_calls",
            "usage 0 0");
  }

  @Test
  void takesTheLastFinishReasonAndTheLastUsage() {
    event(
        "{'candidates':[{'content':{'parts':[{'text':'a'}]},'finishReason':'STOP'}],"
            + "'usageMetadata':{'promptTokenCount':7,'candidatesTokenCount':1}}");
    event(
        "{'candidates':[{'content':{'parts':[{'text':'b'}]},'finishReason':'MAX_TOKENS'}],"
            + "'usageMetadata':{'candidatesTokenCount':3,'thoughtsTokenCount':2}}");

    assertThat(reader.end())
        .isEqualTo(new Ending.Completed("length", new TokenUsage(7, 5, 0, 0, 2)));
    assertThat(sink.heard)
        .containsExactly("start", "0 text a", "0 text b", "0 finish length", "usage 7 5");
  }

  @Test
  void handsOnTheProbabilitiesOfTokens() {
    event(
        "{'candidates':[{'content':{'parts':[{'text':'ja'}]},'logprobsResult':{"
            + "'chosenCandidates':[{'token':'j','logProbability':-0.5}]}}]}");

    assertThat(sink.heard.getLast())
        .isEqualTo(
            "0 logprobs {\"content\":[{\"token\":\"j\",\"logprob\":-0.5,\"bytes\":[106],"
                + "\"top_logprobs\":[]}],\"refusal\":null}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "[]", "{'candidates':[]}", "{'usageMetadata':{}}", "{\"candidates\":"})
  void isBrokenWithoutAFinishReason(String event) {
    event(event);

    assertThat(reader.finished()).isFalse();
    assertThat(broken().fault().message()).isEqualTo("the stream ended before the answer did");
  }

  @Test
  void isBrokenIfOneOfTheCandidatesHasNotEnded() {
    event("{'candidates':[{'index':0,'finishReason':'STOP'},{'index':1,'content':{}}]}");

    assertThat(broken().fault().kind()).isEqualTo(FailureKind.PROVIDER_ERROR);
  }

  @Test
  void isBrokenByACandidateNobodyAskedFor() {
    event("{'candidates':[{'index':8,'finishReason':'STOP'}]}");

    assertThat(reader.finished()).isTrue();
    assertThat(broken().fault().kind()).isEqualTo(FailureKind.PROVIDER_ERROR);
  }

  @ParameterizedTest
  @CsvSource({"'data: ',''", "'data: [',']'", "'',''", "'[',']'", "'\r\n\r\n',''"})
  void readsAnErrorInWhateverFrame(String before, String after) {
    parts("{'text':'Hel'}");
    feed(
        before
            + "{'error':{'code':429,'message':'Quota','status':'RESOURCE_EXHAUSTED','details':["
            + "{'@type':'type.googleapis.com/google.rpc.RetryInfo','retryDelay':'34.0701s'}]}}"
            + after
            + "\n\n");

    assertThat(broken().fault().kind()).isEqualTo(FailureKind.RATE_LIMITED);
  }

  @Test
  void tellsWhenToComeBack() {
    event(
        "{'error':{'code':429,'message':'Quota','status':'RESOURCE_EXHAUSTED','details':["
            + "{'retryDelay':'34.0701s'}]}}");

    assertThat(broken().fault().retryAfter()).hasValue(Duration.ofMillis(34_071));
  }

  @Test
  void findsABareErrorBehindALongStream() {
    for (int i = 0; i < 200; i++) {
      parts("{'text':'" + "x".repeat(100) + "'}");
    }
    feed("{\n  'error': {\n    'code': 503,\n    'message': 'Overloaded',\n");
    feed("    'status': 'UNAVAILABLE'\n  }\n}\n");

    assertThat(broken().fault().kind()).isEqualTo(FailureKind.OVERLOADED);
  }

  @Test
  void readsAPartOfTenMegabytes() {
    String text = "x".repeat(10 << 20);
    byte[] bytes =
        ("data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"" + text + "\"}]}}]}\r\n\r\n")
            .getBytes(UTF_8);
    for (int at = 0; at < bytes.length; at += 16_384) {
      reader.feed(bytes, at, Math.min(16_384, bytes.length - at));
    }

    assertThat(sink.heard).containsExactly("start", "0 text " + text);
  }

  private Ending.Broken broken() {
    return switch (reader.end()) {
      case Ending.Broken broken -> broken;
      case Ending.Completed completed -> throw new AssertionError(completed);
    };
  }

  private void parts(String parts) {
    event("{'candidates':[{'content':{'parts':[" + parts + "]}}]}");
  }

  private void finish(String reason) {
    event("{'candidates':[{'finishReason':'" + reason + "'}]}");
  }

  private void event(String json) {
    feed("data: " + json + "\r\n\r\n");
  }

  private void feed(String text) {
    byte[] bytes = text.replace('\'', '"').getBytes(UTF_8);
    reader.feed(bytes, 0, bytes.length);
  }
}
