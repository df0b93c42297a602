package dev.strowger.dialects.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.dialects.Calls;
import dev.strowger.dialects.Dialects.Family;
import dev.strowger.dialects.FailureKind;
import dev.strowger.dialects.TokenUsage;
import dev.strowger.dialects.answer.AnswerSink;
import dev.strowger.dialects.answer.FinishReason;
import dev.strowger.dialects.wire.StreamReader.Ending;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WireStreamTest {
  private final Notes notes = new Notes();
  private final WireStream stream =
      new WireStream(notes, Calls.stream("m", "{}", true), Calls.provider(Family.OPENAI));

  @Test
  void tellsThoughtsTextRefusalAndEndInOrder() {
    feed(delta("{\"role\":\"assistant\",\"content\":\"\",\"reasoning\":\"Hm.\"}", "null"));
    feed(
        delta(
            "{\"reasoning_details\":[{\"type\":\"reasoning.text\",\"signature\":\"sig\"},"
                + "{\"type\":\"reasoning.encrypted\",\"data\":\"xyz\"}]}",
            "null"));
    feed(delta("{\"content\":\"Hi\",\"reasoning_content\":null}", "\"\""));
    feed(delta("{\"refusal\":\"No.\"}", "null"));
    feed(delta("{}", "\"eos\""));
    feed("data: {\"choices\":[],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2}}\n\n");
    feed("data: [DONE]\n\n");

    assertThat(stream.finished()).isTrue();
    assertThat(stream.end()).isEqualTo(new Ending.Completed("stop", new TokenUsage(3, 2, 0, 0, 0)));
    assertThat(notes.lines)
        .containsExactly(
            "start",
            "0 thought Hm.",
            "0 signature openai.openai:sig",
            "0 redacted openai.openai:xyz",
            "0 text Hi",
            "0 refusal No.",
            "0 finish STOP",
            "usage 3 2");
  }

  @Test
  void toldApartAreCallsThatInterleave() {
    feed(delta(calls(call(0, "a", "f", "")), "null"));
    feed(delta(calls(call(1, "b", "g", "{\\\"x\\\":")), "null"));
    feed(delta(calls(call(0, "", "", "{}") + "," + call(1, "", "", "1}")), "null"));
    feed(delta("{}", "\"stop\""));

    assertThat(stream.end()).isEqualTo(new Ending.Completed("tool_calls", TokenUsage.NONE));
    assertThat(notes.lines)
        .containsExactly(
            "start",
            "0 call 0 a f",
            "0 call 1 b g",
            "0 arguments 1 {\"x\":",
            "0 arguments 0 {}",
            "0 arguments 1 1}",
            "0 finish TOOL_CALLS",
            "usage 0 0");
  }

  @Test
  void wholeCallsOfOneIndexAreTwoCalls() {
    feed(delta(calls(call(0, "a", "f", "{}") + "," + call(0, "b", "f", "{}")), "\"tool_calls\""));
    feed("data: [DONE]\n\n");

    assertThat(notes.lines)
        .containsExactly(
            "start",
            "0 call 0 a f",
            "0 arguments 0 {}",
            "0 call 1 b f",
            "0 arguments 1 {}",
            "0 finish TOOL_CALLS");
  }

  @Test
  void aCallWithoutArgumentsGetsAnEmptyObject() {
    feed(delta(calls(call(0, "a", "f", "")), "\"tool_calls\""));

    assertThat(notes.lines).contains("0 arguments 0 {}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      textBlock =
          """
          {"object":"error","message":"boom","code":500}|PROVIDER_ERROR
          {"error":{"message":"boom","code":429}}|RATE_LIMITED
          {"choices":[{"index":0,"delta":{},"finish_reason":"error","error":{"message":"boom","code":503}}]}|OVERLOADED
          {"message":"boom","code":"insufficient_quota"}|RATE_LIMITED
          """)
  void isBrokenByAnErrorOnTheWay(String event, FailureKind kind) {
    feed(delta("{\"content\":\"Hi\"}", "null"));
    feed("data: " + event + "\n\n");
    feed(delta("{}", "\"stop\""));

    assertThat(stream.end())
        .isInstanceOfSatisfying(
            Ending.Broken.class,
            broken -> {
              assertThat(broken.fault().kind()).isEqualTo(kind);
              assertThat(broken.fault().message()).isEqualTo("boom");
            });
    assertThat(notes.lines).doesNotContain("0 finish STOP");
  }

  @Test
  void isBrokenWhenItEndsBeforeTheAnswerDoes() {
    feed(delta("{\"content\":\"Hi\"}", "null"));
    feed("data: [DONE]\n\n");

    assertThat(stream.end()).isInstanceOf(Ending.Broken.class);
  }

  @Test
  void nothingCountsOfAChunkThatIsCut() {
    feed("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hi\"}}]\n\n");

    assertThat(notes.lines).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "[1,{\"a\":[]}]", "{\"a\":1}", "\"x\"", "1e400", "-7", "true"})
  void readsWhateverStandsWhereSomethingElseShould(String value) {
    for (String path :
        List.of(
            "{\"choices\":%s}",
            "{\"choices\":[%s]}",
            "{\"choices\":[{\"index\":%s}]}",
            "{\"choices\":[{\"delta\":%s}]}",
            "{\"choices\":[{\"finish_reason\":%s}]}",
            "{\"choices\":[{\"logprobs\":%s}]}",
            "{\"choices\":[{\"usage\":%s}]}",
            "{\"choices\":[{\"delta\":{\"content\":%s}}]}",
            "{\"choices\":[{\"delta\":{\"reasoning_details\":%s}}]}",
            "{\"choices\":[{\"delta\":{\"tool_calls\":%s}}]}",
            "{\"choices\":[{\"delta\":{\"tool_calls\":[%s]}}]}",
            "{\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":%s}]}}]}",
            "{\"choices\":[{\"delta\":{\"tool_calls\":[{\"function\":%s}]}}]}",
            "{\"choices\":[{\"delta\":{\"tool_calls\":[{\"function\":{\"arguments\":%s}}]}}]}",
            "{\"choices\":[{\"delta\":{\"tool_calls\":[{\"extra_content\":%s}]}}]}",
            "{\"usage\":%s}",
            "{\"x_groq\":%s}",
            "%s")) {
      feed("data: " + path.formatted(value) + "\n\n");
    }

    assertThat(stream.end()).isInstanceOf(Ending.Broken.class);
  }

  private void feed(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    stream.feed(bytes, 0, bytes.length);
  }

  private static String delta(String delta, String finish) {
    return "data: {\"choices\":[{\"delta\":"
        + delta
        + ",\"index\":0,\"finish_reason\":"
        + finish
        + "}]}\n\n";
  }

  private static String calls(String calls) {
    return "{\"tool_calls\":[" + calls + "]}";
  }

  private static String call(int index, String id, String name, String arguments) {
    return "{\"index\":"
        + index
        + ",\"id\":\""
        + id
        + "\",\"function\":{\"name\":\""
        + name
        + "\",\"arguments\":\""
        + arguments
        + "\"}}";
  }

  /** Writes down what it is told. */
  private static final class Notes implements AnswerSink {
    private final List<String> lines = new ArrayList<>();

    @Override
    public void start() {
      if (lines.isEmpty()) {
        lines.add("start");
      }
    }

    @Override
    public void text(int choice, String text) {
      lines.add(choice + " text " + text);
    }

    @Override
    public void refusal(int choice, String text) {
      lines.add(choice + " refusal " + text);
    }

    @Override
    public void thought(int choice, String text) {
      lines.add(choice + " thought " + text);
    }

    @Override
    public void signature(int choice, String signature) {
      lines.add(choice + " signature " + signature);
    }

    @Override
    public void redactedThought(int choice, String data) {
      lines.add(choice + " redacted " + data);
    }

    @Override
    public void call(int choice, int call, String id, String name, String signature) {
      lines.add(choice + " call " + call + " " + id + " " + name);
    }

    @Override
    public void arguments(int choice, int call, String fragment) {
      lines.add(choice + " arguments " + call + " " + fragment);
    }

    @Override
    public void logprobs(int choice, JsonNode logprobs) {
      lines.add(choice + " logprobs");
    }

    @Override
    public void finish(int choice, FinishReason reason) {
      lines.add(choice + " finish " + reason);
    }

    @Override
    public void usage(TokenUsage usage) {
      lines.add("usage " + usage.input() + " " + usage.output());
    }
  }
}
