package dev.strowger.dialects.api.responses;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.dialects.Calls;
import dev.strowger.dialects.TokenUsage;
import dev.strowger.dialects.answer.FinishReason;
import dev.strowger.dialects.api.AnswerWriter;
import dev.strowger.dialects.api.Events;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResponseWriterTest {
  private static final TokenUsage USAGE = new TokenUsage(10, 7, 0, 0, 0);

  private final AnswerWriter writer =
      new ResponsesApi().writer(Calls.stream("m", "{\"input\":\"a\"}", false));

  @Test
  void tellsHowTextGrows() {
    writer.start();
    writer.text(0, "Hel");
    writer.text(0, "lo");
    writer.finish(0, FinishReason.STOP);
    writer.usage(USAGE);
    writer.complete();

    List<JsonNode> events = Events.of(writer.take());
    assertThat(events)
        .extracting(event -> event.path("type").asText())
        .containsExactly(
            "response.created",
            "response.in_progress",
            "response.output_item.added",
            "response.content_part.added",
            "response.output_text.delta",
            "response.output_text.delta",
            "response.output_text.done",
            "response.content_part.done",
            "response.output_item.done",
            "response.completed");
    assertNumbered(events);
    assertThat(events.get(0).at("/response/status").asText()).isEqualTo("in_progress");
    assertThat(events.get(0).at("/response").has("usage")).isFalse();
    assertThat(events.get(2))
        .isEqualTo(
            Events.json(
                """
                {"type":"response.output_item.added","sequence_number":2,"output_index":0,
                 "item":{"id":"msg_req-1_0","type":"message","status":"in_progress",
                         "role":"assistant","content":[]}}
                """));
    assertThat(events.get(4))
        .isEqualTo(
            Events.json(
                """
                {"type":"response.output_text.delta","sequence_number":4,"item_id":"msg_req-1_0",
                 "output_index":0,"content_index":0,"delta":"Hel","logprobs":[]}
                """));
    assertThat(events.get(6).path("text").asText()).isEqualTo("Hello");
    assertThat(events.getLast().path("response"))
        .isEqualTo(Events.json(writer.whole().orElseThrow()));
    assertThat(events.getLast().at("/response/usage/total_tokens").asInt()).isEqualTo(17);
  }

  @Test
  void tellsHowThoughtsGrow() {
    writer.thought(0, "one ");
    writer.thought(0, "two");
    writer.signature(0, "s");
    writer.redactedThought(0, "e");
    writer.finish(0, FinishReason.STOP);

    List<JsonNode> events = Events.of(writer.take());
    assertThat(events.stream().skip(2))
        .extracting(event -> event.path("type").asText())
        .containsExactly(
            "response.output_item.added",
            "response.reasoning_summary_part.added",
            "response.reasoning_summary_text.delta",
            "response.reasoning_summary_text.delta",
            "response.reasoning_summary_text.done",
            "response.reasoning_summary_part.done",
            "response.output_item.done",
            "response.output_item.added",
            "response.output_item.done");
    assertNumbered(events);
    assertThat(events.get(6).path("text").asText()).isEqualTo("one two");
    assertThat(events.get(8).path("item"))
        .isEqualTo(
            Events.json(
                """
                {"id":"rs_req-1_0","type":"reasoning","status":"completed",
                 "summary":[{"type":"summary_text","text":"one two"}],
                 "encrypted_content":"strowger.signature.s"}
                """));
    assertThat(events.get(10).path("item"))
        .isEqualTo(
            Events.json(
                """
                {"id":"rs_req-1_1","type":"reasoning","status":"completed","summary":[],
                 "encrypted_content":"strowger.redacted.e"}
                """));
  }

  @Test
  void severalCallsMayGrowInTurns() {
    writer.text(0, "a");
    writer.call(0, 0, "1", "f", "");
    writer.arguments(0, 0, "{\"x\"");
    writer.call(0, 1, "2", "g", "p");
    writer.arguments(0, 1, "{}");
    writer.arguments(0, 0, ":1}");
    writer.finish(0, FinishReason.TOOL_CALLS);
    writer.complete();

    List<JsonNode> events = Events.of(writer.take());
    assertNumbered(events);
    assertThat(events.stream().filter(e -> e.path("type").asText().contains("function_call")))
        .extracting(
            e -> e.path("output_index").asInt(),
            e -> e.path("item_id").asText(),
            e -> e.path("delta").asText(e.path("arguments").asText()))
        .containsExactly(
            tuple(1, "fc_req-1_1", "{\"x\""),
            tuple(2, "fc_req-1_2", "{}"),
            tuple(1, "fc_req-1_1", ":1}"),
            tuple(1, "fc_req-1_1", "{\"x\":1}"),
            tuple(2, "fc_req-1_2", "{}"));
    assertThat(Events.json(writer.whole().orElseThrow()).path("output"))
        .extracting(item -> item.path("type").asText() + item.path("arguments").asText())
        .containsExactly("message", "function_call{\"x\":1}", "function_call{}");
  }

  @Test
  void aRefusalIsAPartOfItsOwn() {
    writer.text(0, "a");
    writer.refusal(0, "no");
    writer.text(0, "b");
    writer.finish(0, FinishReason.STOP);

    List<JsonNode> events = Events.of(writer.take());
    assertThat(events.stream().filter(event -> event.has("content_index")))
        .extracting(event -> event.path("type").asText() + event.path("content_index").asInt())
        .containsExactly(
            "response.content_part.added0",
            "response.output_text.delta0",
            "response.output_text.done0",
            "response.content_part.done0",
            "response.content_part.added1",
            "response.refusal.delta1",
            "response.refusal.done1",
            "response.content_part.done1",
            "response.content_part.added2",
            "response.output_text.delta2",
            "response.output_text.done2",
            "response.content_part.done2");
    assertThat(events.get(8).path("refusal").isMissingNode()).isTrue();
    assertThat(events.get(9).path("refusal").asText()).isEqualTo("no");
  }

  @Test
  void anEmptyAnswerIsCompleteAllTheSame() {
    writer.start();
    writer.text(0, "");
    writer.finish(0, FinishReason.STOP);
    writer.complete();

    assertThat(Events.of(writer.take()))
        .extracting(event -> event.path("type").asText())
        .containsExactly("response.created", "response.in_progress", "response.completed");
    assertThat(writer.visible()).isFalse();
  }

  @Test
  void anAnswerCutOffEndsIncomplete() {
    writer.text(0, "a");
    writer.finish(0, FinishReason.LENGTH);
    writer.complete();

    JsonNode last = Events.of(writer.take()).getLast();
    assertThat(last.path("type").asText()).isEqualTo("response.incomplete");
    assertThat(last.at("/response/incomplete_details/reason").asText())
        .isEqualTo("max_output_tokens");
    assertThat(last.at("/response/output/0/status").asText()).isEqualTo("incomplete");
  }

  @Test
  void nothingIsWholeBeforeTheEnd() {
    writer.text(0, "a");
    writer.finish(0, FinishReason.STOP);
    assertThat(writer.whole()).isEmpty();

    writer.complete();
    assertThat(writer.whole()).isPresent();
  }

  @Test
  void aCharacterCutInTwoIsWholeInTheEnd() {
    writer.text(0, "\ud83d");
    writer.text(0, "\ude00");
    writer.finish(0, FinishReason.STOP);
    writer.complete();

    String events = new String(writer.take(), UTF_8);
    assertThat(events).contains("\"delta\":\"\\uD83D\"", "\"delta\":\"\\uDE00\"");
    assertThat(Events.json(writer.whole().orElseThrow()).at("/output/0/content/0/text").asText())
        .isEqualTo("\ud83d\ude00");
  }

  @Test
  void otherChoicesArePassedOver() {
    writer.text(1, "b");
    writer.call(1, 0, "1", "f", "");
    writer.thought(1, "t");

    assertThat(writer.take()).isEmpty();
    assertThat(writer.visible()).isFalse();
  }

  private static void assertNumbered(List<JsonNode> events) {
    for (int i = 0; i < events.size(); i++) {
      assertThat(events.get(i).path("sequence_number").asInt(-1)).isEqualTo(i);
    }
  }
}
