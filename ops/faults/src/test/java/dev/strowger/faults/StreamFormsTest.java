package dev.strowger.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A strict reader must take offence at every seam. */
class StreamFormsTest {
  private static final String ROLE = chunk("1", "{'role':'assistant','content':''}", "null");
  private static final String WORD = chunk("1", "{'content':'word'}", "null");
  private static final String STOP = chunk("1", "{}", "'stop'");
  private static final String USAGE =
      event(
          "{'id':'1','object':'chat.completion.chunk','choices':[],"
              + "'usage':{'prompt_tokens':2,'completion_tokens':3,'total_tokens':5}}");
  private static final String DONE = "data: [DONE]\n\n";
  private static final String ERROR = event("{'error':{'message':'broke off'}}");

  @Test
  void aCleanChatStreamIsComplete() {
    Streamed read = Api.CHAT.read(ROLE + WORD + WORD + STOP + USAGE + DONE);

    assertThat(read).isEqualTo(new Streamed("wordword", 2, 3, "", true, java.util.List.of()));
  }

  static Stream<Arguments> flawedChats() {
    return Stream.of(
        Arguments.of(ROLE + WORD + chunk("2", "{}", "'stop'") + USAGE + DONE, "2 ids"),
        Arguments.of(ROLE + WORD + ROLE + STOP + USAGE + DONE, "2 role deltas"),
        Arguments.of(WORD + STOP + USAGE + DONE, "0 role deltas"),
        Arguments.of(ROLE + STOP + WORD + USAGE + DONE, "text after"),
        Arguments.of(ROLE + WORD + STOP + STOP + USAGE + DONE, "2 finish_reasons"),
        Arguments.of(ROLE + WORD + USAGE + DONE, "0 finish_reasons"),
        Arguments.of(ROLE + WORD + STOP + USAGE + USAGE + DONE, "2 usage chunks"),
        Arguments.of(ROLE + WORD + STOP + DONE, "0 usage chunks"),
        Arguments.of(ROLE + WORD + STOP + USAGE, "without [DONE]"),
        Arguments.of(ROLE + WORD + STOP + USAGE + DONE + WORD, "after the end"),
        Arguments.of(ROLE + WORD + ERROR + DONE, "after the end"),
        Arguments.of(ROLE + WORD + event("{'half':") + STOP + USAGE + DONE, "no chunk"),
        Arguments.of(ROLE + WORD + STOP + USAGE + "data: [DONE]\n", "within an event"),
        Arguments.of(ROLE + WORD + STOP + USAGE.replace("5", "6") + DONE, "not the sum"));
  }

  @ParameterizedTest
  @MethodSource("flawedChats")
  void everySeamOfAChatStreamIsSeen(String stream, String offence) {
    assertThat(Api.CHAT.read(stream).problems()).anyMatch(problem -> problem.contains(offence));
  }

  @Test
  void aChatStreamThatEndsWithAnErrorIsCleanButNotComplete() {
    Streamed read = Api.CHAT.read(ROLE + WORD + ERROR);

    assertThat(read.problems()).isEmpty();
    assertThat(read.complete()).isFalse();
    assertThat(read.error()).isEqualTo("broke off");
  }

  @Test
  void aCleanResponseIsComplete() {
    Streamed read =
        Api.RESPONSES.read(created(0) + delta(1, "to") + delta(2, "wn") + completed(3, "town"));

    assertThat(read).isEqualTo(new Streamed("town", 2, 3, "", true, java.util.List.of()));
  }

  static Stream<Arguments> flawedResponses() {
    return Stream.of(
        Arguments.of(created(0) + delta(2, "town") + completed(3, "town"), "sequence_number"),
        Arguments.of(
            created(0) + delta(1, "town") + created(2) + completed(3, "town"),
            "2 response.created"),
        Arguments.of(
            created(0)
                + delta(1, "town")
                + completed(2, "town").replace("'r1'", "'r2'").replace("\"r1\"", "\"r2\""),
            "2 response ids"),
        Arguments.of(created(0) + delta(1, "to") + completed(2, "town"), "another text"),
        Arguments.of(
            created(0) + delta(1, "town") + completed(2, "town") + delta(3, "x"), "comes after"));
  }

  @ParameterizedTest
  @MethodSource("flawedResponses")
  void everySeamOfAResponseIsSeen(String stream, String offence) {
    assertThat(Api.RESPONSES.read(stream).problems())
        .anyMatch(problem -> problem.contains(offence));
  }

  @Test
  void aCleanMessageIsComplete() {
    Streamed read = Api.MESSAGES.read(START + OPEN + TEXT + CLOSE + END + HALT);

    assertThat(read).isEqualTo(new Streamed("town", 2, 3, "", true, java.util.List.of()));
  }

  static Stream<Arguments> flawedMessages() {
    return Stream.of(
        Arguments.of(START + START + OPEN + TEXT + CLOSE + END + HALT, "2 message_start"),
        Arguments.of(START + OPEN + TEXT + OPEN + TEXT + CLOSE + END + HALT, "out of turn"),
        Arguments.of(START + OPEN + TEXT + END + HALT, "left open"),
        Arguments.of(START + OPEN + TEXT + CLOSE + HALT, "0 stop_reasons"),
        Arguments.of(START + OPEN + TEXT + CLOSE + END + HALT + TEXT, "after the end"));
  }

  @ParameterizedTest
  @MethodSource("flawedMessages")
  void everySeamOfAMessageIsSeen(String stream, String offence) {
    assertThat(Api.MESSAGES.read(stream).problems()).anyMatch(problem -> problem.contains(offence));
  }

  private static final String START =
      named("message_start", "'message':{'usage':{'input_tokens':2,'output_tokens':1}}");
  private static final String OPEN = named("content_block_start", "'index':0");
  private static final String TEXT =
      named("content_block_delta", "'index':0,'delta':{'text':'town'}");
  private static final String CLOSE = named("content_block_stop", "'index':0");
  private static final String END =
      named("message_delta", "'delta':{'stop_reason':'end_turn'},'usage':{'output_tokens':3}");
  private static final String HALT = named("message_stop", "'x':1");

  private static String created(int number) {
    return named("response.created", "'sequence_number':" + number + ",'response':{'id':'r1'}");
  }

  private static String delta(int number, String text) {
    return named(
        "response.output_text.delta", "'sequence_number':" + number + ",'delta':'" + text + "'");
  }

  private static String completed(int number, String text) {
    return named(
        "response.completed",
        "'sequence_number':"
            + number
            + ",'response':{'id':'r1','output':[{'content':[{'text':'"
            + text
            + "'}]}],'usage':{'input_tokens':2,'output_tokens':3}}");
  }

  private static String named(String type, String members) {
    return "event: " + type + "\n" + event("{'type':'" + type + "'," + members + "}");
  }

  private static String chunk(String id, String delta, String finish) {
    return event(
        "{'id':'%s','object':'chat.completion.chunk','choices':[{'delta':%s,'finish_reason':%s}]}"
            .formatted(id, delta, finish));
  }

  private static String event(String json) {
    return "data: " + json.replace('\'', '"') + "\n\n";
  }
}
