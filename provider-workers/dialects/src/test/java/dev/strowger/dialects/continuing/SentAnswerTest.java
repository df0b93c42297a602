package dev.strowger.dialects.continuing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.dialects.Api;
import dev.strowger.dialects.SentAnswer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SentAnswerTest {
  @Test
  void readsPastCommentsCarriageReturnsAndACutEvent() {
    String events =
        ": ping\r\n\r\n"
            + chunk("{'index':0,'delta':{'role':'assistant','content':''}}").replace("\n", "\r\n")
            + chunk("{'index':0,'delta':{'content':'He'}}")
            + ": ping\n\n"
            + chunk("{'index':0,'delta':{'content':'llo'}}")
            + "data: {\"id\":\"c1\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\" lost\"}}]}";
    SentAnswer sent = read(Api.CHAT_COMPLETIONS, events);
    assertThat(sent.id()).isEqualTo("c1");
    assertThat(sent.model()).isEqualTo("m");
    assertThat(sent.text()).isEqualTo("Hello");
    assertThat(sent.events()).isEqualTo(3);
    assertThat(sent.hold()).isEmpty();
    assertThat(sent.seam().createdSeconds()).isEqualTo(7);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {'index':1,'delta':{'content':'x'}}                            | more than one choice
          {'index':0,'delta':{'tool_calls':[{'index':0}]}}               | tool call
          {'index':0,'delta':{'function_call':{'name':'f'}}}             | tool call
          {'index':0,'delta':{'refusal':'No'}}                           | refusal
          {'index':0,'delta':{},'finish_reason':'stop'}                  | complete
          {'index':0,'delta':{},'logprobs':{'content':[{'token':'x'}]}}  | probabilities
          {'index':0,'delta':{'content':[{'type':'text'}]}}              | more than text
          {'index':0,'delta':{'content':'\\\\ud83c'}}                      | within a character
          """)
  void someAnswersAreNotGoneOnWith(String choice, String hold) {
    assertThat(read(Api.CHAT_COMPLETIONS, chunk(choice.replace("\\\\", "\\"))).hold())
        .contains(hold);
  }

  @Test
  void whatIsEmptyHoldsNothing() {
    String choice =
        "{'index':0,'logprobs':null,'finish_reason':null,"
            + "'delta':{'content':'','refusal':null,'tool_calls':[],'reasoning_content':'Hm'}}";
    SentAnswer sent = read(Api.CHAT_COMPLETIONS, chunk(choice));
    assertThat(sent.hold()).isEmpty();
    assertThat(sent.thoughts()).isEqualTo("Hm");
    assertThat(sent.shown()).isTrue();
  }

  @Test
  void theEndAndErrorsHold() {
    assertThat(read(Api.CHAT_COMPLETIONS, "data: [DONE]\n\n").hold()).contains("complete");
    assertThat(read(Api.CHAT_COMPLETIONS, "data: {\"error\":{\"message\":\"x\"}}\n\n").hold())
        .contains("error");
    assertThat(read(Api.MESSAGES, "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n"))
        .returns("the answer was complete", SentAnswer::hold);
  }

  @Test
  void whatHasComeToItsEndCanBeClosed() {
    String finish = chunk("{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}");
    String second = chunk("{\"index\":1,\"delta\":{\"content\":\"x\"}}");
    String done = "data: [DONE]\n\n";

    assertThat(read(Api.CHAT_COMPLETIONS, finish).closing()).contains("");
    assertThat(read(Api.CHAT_COMPLETIONS, finish + done).closing()).contains("");
    assertThat(read(Api.CHAT_COMPLETIONS, finish + second).closing()).isEmpty();
    assertThat(read(Api.CHAT_COMPLETIONS, second + finish).closing()).isEmpty();
    assertThat(read(Api.CHAT_COMPLETIONS, second + finish + done).closing()).contains("");
    assertThat(
            read(Api.CHAT_COMPLETIONS, "data: {\"error\":{\"message\":\"x\"}}\n\n" + done)
                .closing())
        .isEmpty();
    assertThat(
            read(
                    Api.MESSAGES,
                    "event: message_delta\ndata: {\"type\":\"message_delta\","
                        + "\"delta\":{\"stop_reason\":\"end_turn\"}}\n\n")
                .closing())
        .hasValueSatisfying(missing -> assertThat(missing).startsWith("event: message_stop\n"));
    assertThat(
            read(
                    Api.RESPONSES,
                    "event: response.completed\ndata: {\"type\":\"response.completed\"}\n\n")
                .closing())
        .contains("");
  }

  @Test
  void nothingSentIsABeginning() {
    SentAnswer sent = read(Api.RESPONSES, "");
    assertThat(sent.events()).isZero();
    assertThat(sent.shown()).isFalse();
    assertThat(sent.hold()).isEmpty();
  }

  private static String chunk(String choice) {
    return ("data: {'id':'c1','model':'m','created':7,'choices':[" + choice + "]}\n\n")
        .replace('\'', '"');
  }

  private static SentAnswer read(Api api, String events) {
    return SentAnswer.read(api, events.getBytes(UTF_8));
  }
}
