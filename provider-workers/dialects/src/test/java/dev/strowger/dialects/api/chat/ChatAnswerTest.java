package dev.strowger.dialects.api.chat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.dialects.Calls;
import dev.strowger.dialects.TokenUsage;
import dev.strowger.dialects.answer.Answer;
import dev.strowger.dialects.answer.Answer.Block;
import dev.strowger.dialects.answer.Answer.Choice;
import dev.strowger.dialects.answer.FinishReason;
import dev.strowger.dialects.api.Events;
import dev.strowger.dialects.conversation.Conversation;
import dev.strowger.dialects.conversation.Conversation.Reading;
import dev.strowger.dialects.conversation.Part;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ChatAnswerTest {
  private static final TokenUsage USAGE = new TokenUsage(10, 7, 4, 2, 3);

  @Test
  void writesEveryChoice() {
    JsonNode logprobs = Events.json("{\"content\":[{\"token\":\"b\",\"logprob\":-0.5}]}");
    Answer answer =
        new Answer(
            List.of(
                new Choice(List.of(new Block.Text("a")), FinishReason.STOP, Optional.empty()),
                new Choice(
                    List.of(new Block.Text("b")), FinishReason.LENGTH, Optional.of(logprobs))),
            USAGE);

    assertThat(write("{}", answer))
        .isEqualTo(
            Events.json(
                """
                {"id":"chatcmpl-req-1","object":"chat.completion","created":1763700000,"model":"m",
                 "choices":[
                  {"index":0,"message":{"role":"assistant","content":"a","refusal":null},
                   "logprobs":null,"finish_reason":"stop"},
                  {"index":1,"message":{"role":"assistant","content":"b","refusal":null},
                   "logprobs":{"content":[{"token":"b","logprob":-0.5}],"refusal":null},
                   "finish_reason":"length"}],
                 "usage":{"prompt_tokens":10,"completion_tokens":7,"total_tokens":17,
                  "prompt_tokens_details":{"cached_tokens":4,"cache_write_tokens":2},
                  "completion_tokens_details":{"reasoning_tokens":3}}}
                """));
  }

  @Test
  void whatProvesThoughtsMakesTheRoundTrip() {
    JsonNode message =
        message(
            "{}",
            new Block.Thought("t", "s"),
            new Block.RedactedThought("e"),
            new Block.Text("a"),
            new Block.Call("1", "f", "{}", "p"));

    assertThat(message.path("reasoning_content").asText()).isEqualTo("t");
    Reading reading = new ChatApi().read(("{\"messages\":[" + message + "]}").getBytes(UTF_8));
    assertThat(reading)
        .isInstanceOfSatisfying(
            Reading.Read.class,
            read ->
                assertThat(parts(read.conversation()))
                    .containsExactly(
                        new Part.Thought("t", "s"),
                        new Part.RedactedThought("e"),
                        new Part.Text("a"),
                        new Part.Call("1", "f", Events.json("{}").deepCopy(), "p")));
  }

  private static List<Part> parts(Conversation conversation) {
    return conversation.messages().getFirst().parts();
  }

  @Test
  void thoughtsWithoutProofAreMereText() {
    JsonNode message = message("{}", new Block.Thought("t", ""), new Block.Text("a"));

    assertThat(message.path("reasoning_content").asText()).isEqualTo("t");
    assertThat(message.has("reasoning_details")).isFalse();
  }

  @Test
  void aRefusalHasNoContent() {
    JsonNode message = message("{}", new Block.Refusal("no"));

    assertThat(message.path("content").isNull()).isTrue();
    assertThat(message.path("refusal").asText()).isEqualTo("no");
  }

  @Test
  void anEmptyAnswerHasEmptyContent() {
    assertThat(message("{}").path("content").asText("null")).isEmpty();
  }

  @Test
  void whoAskedWithFunctionsIsAnsweredWithAFunctionCall() {
    String asked = "{\"messages\":[{\"functions\":1}],\"functions\":[{\"name\":\"f\"}]}";
    Block call = new Block.Call("1", "f", "{}", "");

    assertThat(message(asked, call))
        .isEqualTo(
            Events.json(
                "{\"role\":\"assistant\",\"content\":null,\"refusal\":null,"
                    + "\"function_call\":{\"name\":\"f\",\"arguments\":\"{}\"}}"));
    assertThat(
            write(asked, Answer.of(List.of(call), FinishReason.TOOL_CALLS, USAGE))
                .at("/choices/0/finish_reason")
                .asText())
        .isEqualTo("function_call");
  }

  @Test
  void theWordFunctionsElsewhereChangesNothing() {
    String asked =
        "{\"messages\":[{\"functions\":[1]}],\"functions\":[],\"tools\":[\"functions\"]}";

    assertThat(message(asked, new Block.Call("1", "f", "{}", "")).has("tool_calls")).isTrue();
  }

  private static JsonNode message(String asked, Block... blocks) {
    return write(asked, Answer.of(List.of(blocks), FinishReason.STOP, USAGE))
        .at("/choices/0/message");
  }

  private static JsonNode write(String asked, Answer answer) {
    return Events.json(new ChatApi().write(Calls.sync("m", asked), answer));
  }
}
