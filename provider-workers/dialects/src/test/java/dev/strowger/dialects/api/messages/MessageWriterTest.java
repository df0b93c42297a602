package dev.strowger.dialects.api.messages;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.dialects.Calls;
import dev.strowger.dialects.TokenUsage;
import dev.strowger.dialects.answer.FinishReason;
import dev.strowger.dialects.json.Json;
import dev.strowger.dialects.sse.SseParser;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MessageWriterTest {
  private final MessageWriter writer = new MessageWriter(Calls.stream("m", "{}", false));

  @Test
  void writesAWholeStreamEventByEvent() {
    writer.start();
    writer.text(0, "Hi");
    writer.usage(new TokenUsage(12, 3, 2, 0, 0));
    writer.finish(0, FinishReason.STOP);
    writer.complete();

    assertThat(new String(writer.take(), UTF_8))
        .isEqualTo(
            """
            event: message_start
            data: {"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"m","container":null,"diagnostics":null,"content":[],"stop_reason":null,"stop_sequence":null,"stop_details":null,"usage":{"input_tokens":0,"cache_creation_input_tokens":0,"cache_read_input_tokens":0,"output_tokens":0,"output_tokens_details":null,"cache_creation":null,"server_tool_use":null,"service_tier":null,"inference_geo":null,"speed":null}}}

            event: content_block_start
            data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}

            event: content_block_delta
            data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Hi"}}

            event: content_block_stop
            data: {"type":"content_block_stop","index":0}

            event: message_delta
            data: {"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null,"stop_details":null,"container":null},"usage":{"input_tokens":10,"cache_creation_input_tokens":0,"cache_read_input_tokens":2,"output_tokens":3,"output_tokens_details":null,"cache_creation":null,"server_tool_use":null,"service_tier":null,"inference_geo":null,"speed":null}}

            event: message_stop
            data: {"type":"message_stop"}

            """);
    assertThat(writer.take()).isEmpty();
  }

  @Test
  void closesABlockBeforeTheNextOpens() {
    writer.thought(0, "Hm");
    writer.thought(0, ".");
    writer.signature(0, "sig");
    writer.redactedThought(0, "x");
    writer.text(0, "a");
    writer.text(0, "b");
    writer.call(0, 0, "c0", "t", "");
    writer.arguments(0, 0, "{}");
    writer.finish(0, FinishReason.TOOL_CALLS);
    writer.complete();

    assertThat(events())
        .containsExactly(
            "message_start",
            "start 0 thinking",
            "delta 0 thinking=Hm",
            "delta 0 thinking=.",
            "delta 0 signature=sig",
            "stop 0",
            "start 1 redacted_thinking x",
            "stop 1",
            "start 2 text",
            "delta 2 text=a",
            "delta 2 text=b",
            "stop 2",
            "start 3 tool_use c0 t",
            "delta 3 partial_json={}",
            "stop 3",
            "message_delta tool_use",
            "message_stop");
  }

  @Test
  void writesASignatureWithoutThoughts() {
    writer.signature(0, "sig");

    assertThat(events())
        .containsExactly("message_start", "start 0 thinking", "delta 0 signature=sig", "stop 0");
  }

  @Test
  void writesCallsAsTheyComeWhereOneEndsBeforeTheNextBegins() {
    writer.call(0, 0, "c0", "t", "");
    writer.arguments(0, 0, "{\"a\":\"}\\\"\"");
    writer.arguments(0, 0, "}");
    writer.call(0, 1, "c1", "t", "");

    assertThat(events())
        .containsExactly(
            "message_start",
            "start 0 tool_use c0 t",
            "delta 0 partial_json={\"a\":\"}\\\"\"",
            "delta 0 partial_json=}",
            "stop 0",
            "start 1 tool_use c1 t");
  }

  @Test
  void putsInterleavedCallsInOrder() {
    writer.call(0, 0, "c0", "t", "");
    writer.call(0, 1, "c1", "u", "");
    writer.call(0, 2, "c2", "v", "");
    writer.arguments(0, 1, "{\"b\"");
    writer.arguments(0, 0, "{\"a\"");
    writer.arguments(0, 2, "{}");
    writer.arguments(0, 1, ":1}");
    writer.arguments(0, 0, ":0}");
    writer.finish(0, FinishReason.TOOL_CALLS);
    writer.complete();

    assertThat(events())
        .containsExactly(
            "message_start",
            "start 0 tool_use c0 t",
            "delta 0 partial_json={\"a\"",
            "delta 0 partial_json=:0}",
            "stop 0",
            "start 1 tool_use c1 u",
            "delta 1 partial_json={\"b\":1}",
            "stop 1",
            "start 2 tool_use c2 v",
            "delta 2 partial_json={}",
            "stop 2",
            "message_delta tool_use",
            "message_stop");
  }

  @Test
  void writesCallsWithoutArgumentsToo() {
    writer.call(0, 0, "c0", "t", "");
    writer.call(0, 1, "c1", "u", "");
    writer.finish(0, FinishReason.STOP);
    writer.complete();

    assertThat(events())
        .containsExactly(
            "message_start",
            "start 0 tool_use c0 t",
            "stop 0",
            "start 1 tool_use c1 u",
            "stop 1",
            "message_delta tool_use",
            "message_stop");
  }

  @Test
  void breaksRatherThanLoseArguments() {
    writer.call(0, 0, "c0", "t", "");
    writer.text(0, "a");
    writer.arguments(0, 0, "{}");

    assertThat(writer.fault()).isPresent();
  }

  @Test
  void breaksRatherThanHoldWithoutEnd() {
    writer.call(0, 0, "c0", "t", "");
    writer.call(0, 1, "c1", "t", "");
    String half = "x".repeat(WaitingCalls.MAX_CHARS / 2);
    writer.arguments(0, 1, half);
    writer.arguments(0, 1, half);
    assertThat(writer.fault()).isEmpty();

    writer.arguments(0, 1, "x");

    assertThat(writer.fault()).isPresent();
  }

  @Test
  void breaksAtTooManyCalls() {
    for (int call = 0; call <= WaitingCalls.MAX_CALLS; call++) {
      writer.call(0, call, "c", "t", "");
    }
    assertThat(writer.fault()).isEmpty();

    writer.call(0, WaitingCalls.MAX_CALLS + 1, "c", "t", "");

    assertThat(writer.fault()).isPresent();
  }

  @Test
  void writesOneChoiceOnly() {
    writer.text(1, "b");
    writer.call(1, 0, "c", "t", "");
    writer.finish(1, FinishReason.STOP);

    assertThat(writer.take()).isEmpty();
    assertThat(writer.visible()).isFalse();
  }

  @Test
  void isVisibleWithTheFirstPieceOfAnything() {
    writer.start();
    writer.text(0, "");
    assertThat(writer.visible()).isFalse();

    writer.thought(0, "Hm");

    assertThat(writer.visible()).isTrue();
  }

  @Test
  void tellsOfARefusal() {
    writer.refusal(0, "No.");
    writer.finish(0, FinishReason.STOP);
    writer.complete();

    assertThat(events()).contains("delta 0 text=No.", "message_delta refusal");
  }

  /** Each event in one line. */
  private List<String> events() {
    List<String> events = new ArrayList<>();
    SseParser parser =
        new SseParser(
            (type, bytes, offset, length) -> {
              JsonNode json = Json.read(bytes, offset, length).orElseThrow();
              assertThat(json.path("type").asText()).isEqualTo(type);
              events.add(line(json));
            });
    byte[] written = writer.take();
    parser.feed(written, 0, written.length);
    return events;
  }

  private static String line(JsonNode json) {
    String type = json.path("type").asText();
    JsonNode block = json.path("content_block");
    JsonNode delta = json.path("delta");
    return switch (type) {
      case "content_block_start" ->
          ("start "
                  + json.path("index")
                  + " "
                  + block.path("type").asText()
                  + " "
                  + block.path("data").asText(block.path("id").asText())
                  + " "
                  + block.path("name").asText())
              .strip();
      case "content_block_delta" -> {
        String field =
            delta.path("type").asText().equals("input_json_delta")
                ? "partial_json"
                : delta.path("type").asText().replace("_delta", "");
        yield "delta " + json.path("index") + " " + field + "=" + delta.path(field).asText();
      }
      case "content_block_stop" -> "stop " + json.path("index");
      case "message_delta" -> "message_delta " + delta.path("stop_reason").asText();
      default -> type;
    };
  }
}
