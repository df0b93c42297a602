package dev.strowger.dialects.api.chat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.dialects.Calls;
import dev.strowger.dialects.TokenUsage;
import dev.strowger.dialects.answer.FinishReason;
import dev.strowger.dialects.api.Events;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChunkWriterTest {
  private final ChunkWriter writer = new ChunkWriter(Calls.stream("m", "{}", true));

  @Test
  void everyChunkHasWhatOpenAiPromises() {
    writer.start();
    writer.text(0, "a");
    writer.refusal(0, "no");
    writer.thought(0, "t");
    writer.signature(0, "s");
    writer.redactedThought(0, "e");
    writer.call(0, 0, "1", "f", "p");
    writer.arguments(0, 0, "{}");
    writer.logprobs(0, Events.json("{\"content\":[]}"));
    writer.finish(0, FinishReason.TOOL_CALLS);
    writer.usage(new TokenUsage(1, 2, 0, 0, 0));
    writer.complete();

    List<JsonNode> chunks = Events.of(writer.take());
    assertThat(chunks).hasSize(11);
    for (JsonNode chunk : chunks) {
      assertThat(chunk.path("id").asText()).isEqualTo("chatcmpl-req-1");
      assertThat(chunk.path("object").asText()).isEqualTo("chat.completion.chunk");
      assertThat(chunk.path("created").asLong()).isEqualTo(Calls.CREATED);
      assertThat(chunk.path("model").asText()).isEqualTo("m");
      assertThat(chunk.has("usage")).isTrue();
      for (JsonNode choice : chunk.path("choices")) {
        assertThat(choice.path("index").isInt()).isTrue();
        assertThat(choice.path("delta").isObject()).isTrue();
        assertThat(choice.has("finish_reason")).isTrue();
      }
    }
    assertThat(chunks.getLast().path("choices")).isEmpty();
    assertThat(chunks.getLast().at("/usage/total_tokens").asInt()).isEqualTo(3);
    assertThat(writer.take()).isEmpty();
  }

  @Test
  void everyChoiceBeginsWithItsRole() {
    writer.start();
    writer.text(1, "b");
    writer.text(0, "a");
    writer.text(1, "c");
    writer.finish(2, FinishReason.STOP);

    assertThat(Events.of(writer.take()))
        .extracting(c -> c.at("/choices/0/index").asInt() + c.at("/choices/0/delta").toString())
        .containsExactly(
            "0{\"role\":\"assistant\",\"content\":\"\",\"refusal\":null}",
            "1{\"role\":\"assistant\",\"content\":\"\",\"refusal\":null}",
            "1{\"content\":\"b\"}",
            "0{\"content\":\"a\"}",
            "1{\"content\":\"c\"}",
            "2{\"role\":\"assistant\",\"content\":\"\",\"refusal\":null}",
            "2{}");
  }

  @Test
  void aProofComesWithTheWholeThoughtItIsAbout() {
    writer.thought(0, "one ");
    writer.thought(0, "two");
    writer.signature(0, "s");
    writer.redactedThought(0, "e");
    writer.thought(0, "three");
    writer.signature(0, "u");
    writer.thought(0, "four");
    writer.signature(0, "");

    assertThat(deltas("reasoning_details"))
        .containsExactly(
            Events.json(
                "[{\"type\":\"reasoning.text\",\"text\":\"one two\",\"signature\":\"s\",\"index\":0}]"),
            Events.json("[{\"type\":\"reasoning.encrypted\",\"data\":\"e\",\"index\":1}]"),
            Events.json(
                "[{\"type\":\"reasoning.text\",\"text\":\"three\",\"signature\":\"u\",\"index\":2}]"));
  }

  @Test
  void aThoughtTooLongToBeHeldIsGivenWithoutItsProof() {
    String half = "x".repeat(ChunkWriter.MAX_THOUGHT_CHARS / 2 + 1);
    writer.thought(0, half);
    writer.thought(0, half);
    writer.thought(0, "y");
    writer.signature(0, "s");
    writer.thought(0, "next");
    writer.signature(0, "u");

    assertThat(deltas("reasoning_details"))
        .extracting(details -> details.path(0).path("text").asText())
        .containsExactly("next");
  }

  @Test
  void argumentsOfSeveralCallsMayComeInTurns() {
    writer.call(0, 0, "1", "f", "");
    writer.call(0, 1, "2", "g", "p");
    writer.arguments(0, 1, "{\"b\"");
    writer.arguments(0, 0, "{}");
    writer.arguments(0, 1, ":1}");
    writer.arguments(0, 1, "");

    assertThat(deltas("tool_calls"))
        .extracting(JsonNode::toString)
        .containsExactly(
            "[{\"index\":0,\"id\":\"1\",\"type\":\"function\","
                + "\"function\":{\"name\":\"f\",\"arguments\":\"\"}}]",
            "[{\"index\":1,\"id\":\"2\",\"type\":\"function\","
                + "\"function\":{\"name\":\"g\",\"arguments\":\"\"},"
                + "\"extra_content\":{\"google\":{\"thought_signature\":\"p\"}}}]",
            "[{\"index\":1,\"function\":{\"arguments\":\"{\\\"b\\\"\"}}]",
            "[{\"index\":0,\"function\":{\"arguments\":\"{}\"}}]",
            "[{\"index\":1,\"function\":{\"arguments\":\":1}\"}}]");
  }

  @Test
  void aCharacterCutInTwoIsWholeAgainAtTheClient() {
    writer.text(0, "\ud83d");
    writer.text(0, "\ude00");

    String events = new String(writer.take(), UTF_8);
    assertThat(events).contains("\"content\":\"\\uD83D\"", "\"content\":\"\\uDE00\"");
  }

  @Test
  void nothingIsSeenUntilThereIsSomethingToSee() {
    writer.start();
    writer.text(0, "");
    writer.usage(new TokenUsage(1, 0, 0, 0, 0));
    assertThat(writer.visible()).isFalse();

    writer.redactedThought(0, "e");
    assertThat(writer.visible()).isTrue();
  }

  @Test
  void whoAskedWithFunctionsGetsAFunctionCall() {
    ChunkWriter older =
        new ChunkWriter(Calls.stream("m", "{\"functions\":[{\"name\":\"f\"}]}", false));
    older.call(0, 0, "1", "f", "");
    older.arguments(0, 0, "{}");
    older.call(0, 1, "2", "f", "");
    older.finish(0, FinishReason.TOOL_CALLS);

    assertThat(Events.of(older.take()).stream().skip(1))
        .extracting(c -> c.at("/choices/0/delta") + c.at("/choices/0/finish_reason").asText())
        .containsExactly(
            "{\"function_call\":{\"name\":\"f\",\"arguments\":\"\"}}null",
            "{\"function_call\":{\"arguments\":\"{}\"}}null",
            "{\"tool_calls\":[{\"index\":0,\"id\":\"2\",\"type\":\"function\","
                + "\"function\":{\"name\":\"f\",\"arguments\":\"\"}}]}null",
            "{}function_call");
  }

  private List<JsonNode> deltas(String field) {
    return Events.of(writer.take()).stream()
        .map(chunk -> chunk.at("/choices/0/delta").path(field))
        .filter(delta -> !delta.isMissingNode())
        .toList();
  }
}
