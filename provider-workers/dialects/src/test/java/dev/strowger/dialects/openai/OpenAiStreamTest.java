package dev.strowger.dialects.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.dialects.Calls;
import dev.strowger.dialects.Dialects.Family;
import dev.strowger.dialects.FailureKind;
import dev.strowger.dialects.StreamDecoder.Ending;
import dev.strowger.dialects.TokenUsage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenAiStreamTest {
  private static final String ROLE =
      event(choice("{\"role\":\"assistant\",\"content\":\"\"}", null));
  private static final String TEXT = event(choice("{\"content\":\"Hi\"}", null));
  private static final String STOP = event(choice("{}", "stop"));
  private static final String USAGE =
      "data: {\"id\":\"c\",\"model\":\"m\",\"choices\":[],"
          + "\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2}}\n\n";
  private static final String DONE = "data: [DONE]\n\n";

  private final OpenAiStream decoder =
      new OpenAiStream(Calls.stream("m", "{}", false), Calls.provider(Family.OPENAI));

  @Test
  void passesOnEventsAndKeepsTheUsageToItself() {
    assertThat(feed(ROLE)).isEqualTo(ROLE);
    assertThat(decoder.firstTokenSeen()).isFalse();
    assertThat(feed(TEXT)).isEqualTo(TEXT);
    assertThat(decoder.firstTokenSeen()).isTrue();
    assertThat(feed(STOP)).isEqualTo(STOP);
    assertThat(feed(USAGE)).isEmpty();
    assertThat(decoder.finished()).isFalse();
    assertThat(feed(DONE)).isEmpty();
    assertThat(decoder.finished()).isTrue();
    assertThat(feed(TEXT)).isEmpty();
    assertThat(decoder.end())
        .isInstanceOfSatisfying(
            Ending.Completed.class,
            completed -> {
              assertThat(completed.lastEvents()).isEmpty();
              assertThat(completed.finishReason()).isEqualTo("stop");
              assertThat(completed.usage()).isEqualTo(new TokenUsage(3, 2, 0, 0, 0));
            });
  }

  @Test
  void leavesOutWhatSaysNothing() {
    assertThat(feed("data: {\"choices\":[],\"prompt_filter_results\":[]}\n\n")).isEmpty();
    assertThat(feed("data: {\"choices\":[{\"index\":0,\"content_filter_offsets\":{}}]}\n\n"))
        .isEmpty();
    assertThat(feed("data: {\"id\":\"c\"}\n\n")).isEmpty();
  }

  @Test
  void isBrokenWhenDoneComesWithoutAFinishReason() {
    feed(ROLE + TEXT + DONE);

    assertBroken(FailureKind.PROVIDER_ERROR, "the stream ended before the answer did", 0);
  }

  @ParameterizedTest
  @CsvSource({
    "insufficient_system_resource,OVERLOADED",
    "network_error,PROVIDER_ERROR",
    "abort,PROVIDER_ERROR",
    "something_new,PROVIDER_ERROR",
  })
  void isBrokenByAFinishReasonThatIsNoEnd(String reason, FailureKind kind) {
    assertThat(feed(TEXT + event(choice("{}", reason)) + DONE)).isEqualTo(TEXT);

    assertBroken(kind, "the answer ended with the finish reason " + reason, 0);
  }

  @ParameterizedTest
  @CsvSource({
    "eos,stop",
    "end_turn,stop",
    "model_length,length",
    "max_tokens,length",
    "sensitive,content_filter",
    "tool_use,tool_calls",
    "function_call,function_call",
  })
  void namesFinishReasonsAsOpenAiDoes(String reason, String standard) {
    assertThat(feed(event(choice("{}", reason)))).isEqualTo(event(choice("{}", standard)));

    assertThat(decoder.end())
        .isInstanceOfSatisfying(
            Ending.Completed.class,
            completed -> assertThat(completed.finishReason()).isEqualTo(standard));
  }

  @Test
  void isCompleteWithAFinishReasonThoughDoneNeverComes() {
    feed(ROLE + TEXT + STOP);

    assertThat(decoder.end()).isInstanceOf(Ending.Completed.class);
  }

  @Test
  void isBrokenWhenItEndsBeforeTheAnswerDoes() {
    feed(ROLE + TEXT + USAGE);

    assertBroken(FailureKind.PROVIDER_ERROR, "the stream ended before the answer did", 3);
  }

  @Test
  void isBrokenWhenOneOfTwoChoicesIsNotFinished() {
    feed(STOP + STOP.replace("\"index\":0", "\"index\":1").replace("\"stop\"", "null"));

    assertBroken(FailureKind.PROVIDER_ERROR, "the stream ended before the answer did", 0);
  }

  @Test
  void isBrokenWhenTheFinishReasonIsCutOff() {
    feed(ROLE + TEXT + STOP.substring(0, STOP.length() - 3));

    assertBroken(FailureKind.PROVIDER_ERROR, "the stream ended before the answer did", 0);
  }

  @Test
  void isBrokenWithoutAnyAnswer() {
    feed(DONE);

    assertBroken(FailureKind.PROVIDER_ERROR, "the stream ended without an answer", 0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "data: {\"error\":{\"message\":\"boom\",\"type\":\"server_error\"}}|PROVIDER_ERROR",
        "data: {\"error\":{\"message\":\"boom\",\"code\":429}}|RATE_LIMITED",
        "data: {\"id\":\"c\",\"choices\":[],\"error\":{\"message\":\"boom\",\"code\":502}}|PROVIDER_ERROR",
        "data: {\"error\":{\"message\":\"boom\",\"code\":\"content_filter\"}}|CONTENT_FILTER",
        "data: {\"error\":{\"message\":\"boom\",\"type\":\"overloaded_error\"}}|OVERLOADED",
        "`event: error\ndata: {\"message\":\"boom\",\"code\":503}`|OVERLOADED",
      })
  void isBrokenByAnErrorOnTheWay(String error, FailureKind kind) {
    assertThat(feed(TEXT + error + "\n\n" + STOP + DONE)).isEqualTo(TEXT);

    assertThat(decoder.finished()).isTrue();
    assertBroken(kind, "boom", 0);
  }

  @Test
  void leavesOutWhatIsNoJson() {
    assertThat(feed(TEXT + "data: {\"id\":\n\ndata: hello\n\n" + STOP)).isEqualTo(TEXT + STOP);
  }

  @Test
  void putsAnEventOfSeveralLinesOnOne() {
    assertThat(feed("data: {\"model\":\"m\",\ndata: \"choices\":[{\"delta\":{}}]}\n\n"))
        .isEqualTo("data: {\"model\":\"m\", \"choices\":[{\"delta\":{}}]}\n\n");
  }

  @Test
  void namesTheTargetsModel() {
    assertThat(feed(TEXT.replace("\"model\":\"m\"", "\"model\":\"m-2024\""))).isEqualTo(TEXT);
    assertThat(feed("data: {\"model\":null,\"choices\":[{\"delta\":{}}]}\n\n"))
        .isEqualTo("data: {\"model\":\"m\",\"choices\":[{\"delta\":{}}]}\n\n");
    assertThat(feed("data: {\"choices\":[{\"delta\":{}}]}\n\n"))
        .isEqualTo("data: {\"choices\":[{\"delta\":{}}],\"model\":\"m\"}\n\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"content\":\"\"}|false",
        "{\"content\":null,\"tool_calls\":[]}|false",
        "{\"role\":\"assistant\"}|false",
        "null|false",
        "{\"content\":\" \"}|true",
        "{\"reasoning_content\":\"a\"}|true",
        "{\"reasoning\":\"a\"}|true",
        "{\"refusal\":\"a\"}|true",
        "{\"tool_calls\":[{\"index\":0}]}|true",
      })
  void knowsTheFirstTokenWhenItSeesIt(String delta, boolean seen) {
    feed(event(choice(delta, null)));

    assertThat(decoder.firstTokenSeen()).isEqualTo(seen);
  }

  @Test
  void passesOnAnEventOfTenMegabytes() {
    String big = event(choice("{\"content\":\"" + "x".repeat(10 << 20) + "\"}", null));
    byte[] bytes = big.getBytes(UTF_8);
    int received = 0;
    for (int at = 0; at < bytes.length; at += 16_384) {
      received += decoder.feed(bytes, at, Math.min(16_384, bytes.length - at)).length;
    }

    assertThat(received).isEqualTo(bytes.length);
  }

  @Test
  void isBrokenByAnEventWithoutEnd() {
    byte[] piece = "x".repeat(1 << 20).getBytes(UTF_8);
    feed(TEXT + "data: ");
    for (int i = 0; i < 17; i++) {
      decoder.feed(piece, 0, piece.length);
    }

    assertThat(decoder.finished()).isTrue();
    assertBroken(FailureKind.PROVIDER_ERROR, "an event of the stream is longer than 16777216", 0);
  }

  private void assertBroken(FailureKind kind, String message, long input) {
    assertThat(decoder.end())
        .isInstanceOfSatisfying(
            Ending.Broken.class,
            broken -> {
              assertThat(broken.fault().kind()).isEqualTo(kind);
              assertThat(broken.fault().message()).isEqualTo(message);
              assertThat(broken.usage().input()).isEqualTo(input);
            });
  }

  private String feed(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    return new String(decoder.feed(bytes, 0, bytes.length), UTF_8);
  }

  private static String event(String choice) {
    return "data: {\"id\":\"c\",\"model\":\"m\",\"choices\":[" + choice + "]}\n\n";
  }

  private static String choice(String delta, @Nullable String finish) {
    String reason = finish == null ? "null" : "\"" + finish + "\"";
    return "{\"index\":0,\"delta\":" + delta + ",\"finish_reason\":" + reason + "}";
  }
}
