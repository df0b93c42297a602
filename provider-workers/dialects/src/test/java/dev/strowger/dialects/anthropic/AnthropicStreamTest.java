package dev.strowger.dialects.anthropic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.dialects.Calls;
import dev.strowger.dialects.Dialects;
import dev.strowger.dialects.Dialects.Family;
import dev.strowger.dialects.StreamDecoder;
import dev.strowger.dialects.TokenUsage;
import org.junit.jupiter.api.Test;

class AnthropicStreamTest {
  @Test
  void breaksOffWhereTheStreamDoes() {
    StreamDecoder decoder = stream();
    feed(decoder, "{\"type\":\"message_start\",\"message\":{\"usage\":{\"input_tokens\":5}}}");
    feed(
        decoder,
        "{\"type\":\"content_block_delta\",\"delta\":{\"type\":\"text_delta\",\"text\":\"a\"}}");

    assertThat(decoder.finished()).isFalse();
    assertThat(decoder.end())
        .isInstanceOfSatisfying(
            StreamDecoder.Ending.Broken.class,
            broken -> {
              assertThat(broken.fault().message())
                  .isEqualTo("the stream ended before the answer did");
              assertThat(broken.usage().input()).isEqualTo(5);
            });
  }

  @Test
  void isCompleteWithAStopReasonThoughMessageStopNeverComes() {
    StreamDecoder decoder = stream();
    feed(decoder, "{\"type\":\"message_start\",\"message\":{}}");
    feed(decoder, "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"}}");

    assertThat(decoder.firstTokenSeen()).isFalse();
    assertThat(decoder.end()).isInstanceOf(StreamDecoder.Ending.Completed.class);
  }

  @Test
  void leavesOutEventsItDoesNotKnow() {
    StreamDecoder decoder = stream();

    assertThat(feed(decoder, "{\"type\":\"ping\"}")).isEmpty();
    assertThat(feed(decoder, "{\"type\":\"news\",\"delta\":{\"text\":\"a\"}}")).isEmpty();
    assertThat(feed(decoder, "{\"type\":")).isEmpty();
    assertThat(feed(decoder, "[]")).isEmpty();
  }

  @Test
  void leavesTheUsageToTheEnd() {
    StreamDecoder decoder = stream();
    feed(decoder, "{\"type\":\"message_start\",\"message\":{\"usage\":{\"input_tokens\":5}}}");
    feed(
        decoder,
        "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},"
            + "\"usage\":{\"input_tokens\":6,\"output_tokens\":2,\"cache_read_input_tokens\":4}}");
    assertThat(feed(decoder, "{\"type\":\"message_stop\"}")).isEmpty();

    assertThat(decoder.finished()).isTrue();
    assertThat(decoder.end())
        .isInstanceOfSatisfying(
            StreamDecoder.Ending.Completed.class,
            completed -> {
              assertThat(completed.usage()).isEqualTo(new TokenUsage(10, 2, 4, 0, 0));
              assertThat(new String(completed.lastEvents(), UTF_8))
                  .contains("\"choices\":[],\"usage\":{\"prompt_tokens\":10,");
            });
  }

  @Test
  void readsADeltaOfTenMegabytes() {
    String text = "x".repeat(10 << 20);
    byte[] event =
        ("data: {\"type\":\"content_block_delta\",\"delta\":{\"type\":\"text_delta\",\"text\":\""
                + text
                + "\"}}\n\n")
            .getBytes(UTF_8);
    StreamDecoder decoder = stream();
    int received = 0;
    for (int at = 0; at < event.length; at += 16_384) {
      received += decoder.feed(event, at, Math.min(16_384, event.length - at)).length;
    }

    assertThat(received).isGreaterThan(10 << 20);
  }

  private StreamDecoder stream() {
    return Dialects.of(Family.ANTHROPIC).stream(
        Calls.stream("m", "{}", true), Calls.provider(Family.ANTHROPIC));
  }

  private static String feed(StreamDecoder decoder, String data) {
    byte[] bytes = ("event: e\ndata: " + data + "\n\n").getBytes(UTF_8);
    return new String(decoder.feed(bytes, 0, bytes.length), UTF_8);
  }
}
