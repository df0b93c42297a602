package dev.strowger.dialects.api.completions;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.dialects.Calls;
import dev.strowger.dialects.TokenUsage;
import dev.strowger.dialects.answer.Answer;
import dev.strowger.dialects.answer.Answer.Block;
import dev.strowger.dialects.answer.FinishReason;
import dev.strowger.dialects.api.AnswerWriter;
import dev.strowger.dialects.api.Events;
import dev.strowger.dialects.conversation.Conversation;
import dev.strowger.dialects.conversation.Conversation.Reading;
import dev.strowger.dialects.conversation.Message;
import dev.strowger.dialects.conversation.Part;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompletionsApiTest {
  private static final TokenUsage USAGE = new TokenUsage(3, 2, 0, 0, 0);
  private static final String LOGPROBS =
      """
      {"content":[
        {"token":"Hi","logprob":-0.1,"top_logprobs":[{"token":"Hi","logprob":-0.1},
                                                      {"token":"Ho","logprob":-2}]},
        {"token":"!","logprob":-0.2,"top_logprobs":[]}]}
      """;

  private final CompletionsApi api = new CompletionsApi();

  @Test
  void aPromptIsWhatAUserSays() {
    Conversation conversation =
        read(
            "{\"prompt\":[\"Once\"],\"n\":2,\"best_of\":2,\"logprobs\":3,\"stop\":\"x\",\"seed\":1,"
                + "\"temperature\":0.5,\"user\":\"u\",\"logit_bias\":{\"1\":2},\"echo\":false}");

    assertThat(conversation.messages())
        .containsExactly(new Message.User(List.of(new Part.Text("Once"))));
    assertThat(conversation.sampling().maxTokens()).hasValue(16);
    assertThat(conversation.sampling().stop()).containsExactly("x");
    assertThat(conversation.sampling().seed()).hasValue(1);
    assertThat(conversation.sampling().temperature()).hasValue(0.5);
    assertThat(conversation.wishes().choices()).isEqualTo(2);
    assertThat(conversation.wishes().logprobs()).isTrue();
    assertThat(conversation.wishes().topLogprobs()).hasValue(3);
    assertThat(conversation.wishes().user()).hasValue("u");
    assertThat(conversation.wishes().logitBias()).isPresent();
    assertThat(conversation.foreign()).isEmpty();
  }

  @Test
  void namesWhatOnlyACompletionModelCanDo() {
    Conversation conversation =
        read(
            "{\"prompt\":\"a\",\"max_tokens\":9,\"suffix\":\"z\",\"echo\":true,\"best_of\":3,"
                + "\"metadata\":{\"a\":1}}");

    assertThat(conversation.foreign()).containsExactlyInAnyOrder("suffix", "echo", "best_of");
    assertThat(conversation.hints()).containsExactly("metadata");
    assertThat(conversation.sampling().maxTokens()).hasValue(9);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {}|prompt|expected a text
          {"prompt":null}|prompt|expected a text
          {"prompt":""}|prompt|expected a text
          {"prompt":["a","b"]}|prompt|this target takes one prompt with each request
          {"prompt":[1,2]}|prompt|this target takes text, token ids mean another text to each model
          {"prompt":[7]}|prompt|this target takes text, token ids mean another text to each model
          {"prompt":[[1],[2]]}|prompt|this target takes text, token ids mean another text to each model
          {"prompt":[]}|prompt|expected a text
          {"prompt":"a","logprobs":true}|logprobs|expected a whole number
          {"prompt":"a","echo":1}|echo|expected true or false
          """)
  void refusesByNameWhatItCannotRead(String body, String param, String message) {
    assertThat(api.read(body.getBytes(UTF_8)))
        .isInstanceOfSatisfying(
            Reading.Unreadable.class,
            unreadable -> {
              assertThat(unreadable.fault().param()).hasValue(param);
              assertThat(unreadable.fault().message()).contains(message);
            });
  }

  @Test
  void writesATextCompletion() {
    Answer answer =
        new Answer(
            List.of(
                new Answer.Choice(
                    List.of(new Block.Thought("t", "s"), new Block.Text("Hi"), new Block.Text("!")),
                    FinishReason.LENGTH,
                    Optional.of(Events.json(LOGPROBS))),
                new Answer.Choice(List.of(), FinishReason.STOP, Optional.empty())),
            USAGE);

    assertThat(Events.json(api.write(Calls.sync("m", "{}"), answer)))
        .isEqualTo(
            Events.json(
                """
                {"id":"cmpl-req-1","object":"text_completion","created":1763700000,"model":"m",
                 "choices":[
                  {"index":0,"text":"Hi!","logprobs":{"tokens":["Hi","!"],
                    "token_logprobs":[-0.1,-0.2],"top_logprobs":[{"Hi":-0.1,"Ho":-2},{}],
                    "text_offset":[0,2]},"finish_reason":"length"},
                  {"index":1,"text":"","logprobs":null,"finish_reason":"stop"}],
                 "usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5,
                  "prompt_tokens_details":{"cached_tokens":0},
                  "completion_tokens_details":{"reasoning_tokens":0}}}
                """));
  }

  @Test
  void streamsTextCompletions() {
    AnswerWriter writer = api.writer(Calls.stream("m", "{}", true));
    writer.start();
    writer.thought(0, "t");
    writer.signature(0, "s");
    assertThat(writer.take()).isEmpty();
    assertThat(writer.visible()).isFalse();

    writer.text(0, "Hi!");
    writer.logprobs(0, Events.json(LOGPROBS));
    writer.logprobs(0, Events.json(LOGPROBS));
    writer.text(1, "\ud83d");
    writer.finish(0, FinishReason.STOP);
    writer.usage(USAGE);
    writer.complete();

    List<JsonNode> events = Events.of(writer.take());
    assertThat(writer.visible()).isTrue();
    assertThat(events)
        .extracting(event -> event.path("object").asText())
        .containsOnly("text_completion");
    assertThat(events)
        .extracting(event -> event.at("/choices/0/text").asText())
        .containsExactly("Hi!", "", "", "\ud83d", "", "");
    assertThat(events.get(2).at("/choices/0/logprobs/text_offset")).isEqualTo(Events.json("[3,5]"));
    assertThat(events.get(4).at("/choices/0/finish_reason").asText()).isEqualTo("stop");
    assertThat(events.subList(0, 5)).allMatch(event -> event.path("usage").isNull());
    assertThat(events.getLast().path("choices")).isEmpty();
    assertThat(events.getLast().at("/usage/total_tokens").asInt()).isEqualTo(5);
  }

  @Test
  void aStreamWithoutUsageHasNone() {
    AnswerWriter writer = api.writer(Calls.stream("m", "{}", false));
    writer.text(0, "a");
    writer.finish(0, FinishReason.CONTENT_FILTER);
    writer.complete();

    assertThat(Events.of(writer.take()))
        .hasSize(2)
        .noneMatch(event -> event.has("usage"))
        .last()
        .satisfies(
            last ->
                assertThat(last.at("/choices/0/finish_reason").asText())
                    .isEqualTo("content_filter"));
  }

  private Conversation read(String body) {
    return switch (api.read(body.getBytes(UTF_8))) {
      case Reading.Read(Conversation conversation) -> conversation;
      case Reading.Unreadable(var fault) -> throw new AssertionError(fault);
    };
  }
}
