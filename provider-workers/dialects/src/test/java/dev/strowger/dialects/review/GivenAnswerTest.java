package dev.strowger.dialects.review;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.dialects.Api;
import dev.strowger.dialects.review.GivenAnswer.Choice;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class GivenAnswerTest {
  @Test
  void readsEveryChoiceOfAChatCompletion() {
    GivenAnswer answer =
        of(
            Api.CHAT_COMPLETIONS,
            """
            {"choices":[
              {"index":0,"message":{"content":"one"},"finish_reason":"stop",
               "logprobs":{"content":[{"logprob":-1.0},{"logprob":-3}]}},
              {"index":1,"message":{"content":null,"refusal":"no","tool_calls":[{"id":"x"}]},
               "finish_reason":"content_filter"}]}""");

    assertThat(answer.choices())
        .containsExactly(
            new Choice("one", "", false, false, OptionalDouble.of(-2)),
            new Choice("", "no", true, true, OptionalDouble.empty()));
  }

  @Test
  void readsAChatStreamFromItsEvents() {
    GivenAnswer answer =
        ofEvents(
            Api.CHAT_COMPLETIONS,
            """
            data: {"choices":[{"index":0,"delta":{"role":"assistant","content":"Hel"}}]}

            data: {"choices":[{"index":0,"delta":{"content":"lo"},"logprobs":{"content":[{"logprob":-0.5}]}}]}

            data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

            data: {"choices":[],"usage":{}}

            """);

    assertThat(answer.choices())
        .containsExactly(new Choice("Hello", "", false, false, OptionalDouble.of(-0.5)));
  }

  @Test
  void readsACompletion() {
    assertThat(
            of(
                    Api.COMPLETIONS,
                    """
                    {"choices":[{"index":0,"text":"hi","finish_reason":"content_filter",
                     "logprobs":{"token_logprobs":[null,-1,-2]}}]}""")
                .choices())
        .containsExactly(new Choice("hi", "", false, true, OptionalDouble.of(-1.5)));
  }

  @Test
  void readsAResponseAndTheLastEventOfItsStream() {
    String response =
        """
        {"object":"response","status":"incomplete","incomplete_details":{"reason":"content_filter"},
         "output":[{"type":"reasoning"},{"type":"message","content":[
           {"type":"output_text","text":"hi","logprobs":[{"logprob":-4}]},
           {"type":"refusal","refusal":"no"}]},{"type":"function_call","name":"f"}]}"""
            .replace("\n", "");
    Choice expected = new Choice("hi", "no", true, true, OptionalDouble.of(-4));

    assertThat(of(Api.RESPONSES, response).choices()).containsExactly(expected);
    assertThat(
            ofEvents(
                    Api.RESPONSES,
                    """
                    event: response.created
                    data: {"type":"response.created","response":{}}

                    event: response.incomplete
                    data: {"type":"response.incomplete","response":%s}

                    """
                        .formatted(response))
                .choices())
        .containsExactly(expected);
  }

  @Test
  void readsAMessageAndItsStream() {
    assertThat(
            of(
                    Api.MESSAGES,
                    """
                    {"content":[{"type":"thinking","thinking":"hm"},{"type":"text","text":"hi"},
                     {"type":"tool_use","name":"f"}],"stop_reason":"refusal"}""")
                .choices())
        .containsExactly(new Choice("hi", "", true, true, OptionalDouble.empty()));
    assertThat(
            ofEvents(
                    Api.MESSAGES,
                    """
                    data: {"type":"content_block_start","content_block":{"type":"thinking"}}

                    data: {"type":"content_block_delta","delta":{"type":"thinking_delta","thinking":"hm"}}

                    data: {"type":"content_block_start","content_block":{"type":"text","text":""}}

                    data: {"type":"content_block_delta","delta":{"type":"text_delta","text":"hi"}}

                    data: {"type":"message_delta","delta":{"stop_reason":"end_turn"}}

                    """)
                .choices())
        .containsExactly(new Choice("hi", "", false, false, OptionalDouble.empty()));
  }

  @Test
  void saysNothingOfWhatIsNoAnswer() {
    assertThat(of(Api.CHAT_COMPLETIONS, "not json").choices()).isEmpty();
    assertThat(of(Api.CHAT_COMPLETIONS, "[1]").choices()).isEmpty();
    assertThat(of(Api.EMBEDDINGS, "{\"data\":[]}").choices()).isEmpty();
    assertThat(of(Api.CHAT_COMPLETIONS, "{\"choices\":[{\"index\":-9}]}").choices()).hasSize(1);
    assertThat(of(Api.CHAT_COMPLETIONS, "{\"choices\":[{\"index\":999999}]}").choices())
        .hasSize(128);
  }

  private static GivenAnswer of(Api api, String body) {
    return GivenAnswer.of(api, body.getBytes(UTF_8));
  }

  private static GivenAnswer ofEvents(Api api, String events) {
    return GivenAnswer.ofEvents(api, events.getBytes(UTF_8));
  }
}
