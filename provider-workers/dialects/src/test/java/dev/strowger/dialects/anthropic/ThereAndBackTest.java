package dev.strowger.dialects.anthropic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.dialects.Api;
import dev.strowger.dialects.Calls;
import dev.strowger.dialects.Dialect;
import dev.strowger.dialects.Dialect.Decoding;
import dev.strowger.dialects.Dialects.Family;
import dev.strowger.dialects.StreamDecoder;
import dev.strowger.dialects.wire.Translation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Anthropic's own shapes through the model in the middle, which they do not go through in the
 * gateway: what comes out must say what went in.
 */
class ThereAndBackTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden/anthropic");

  private final Translation translation = new Translation(Family.ANTHROPIC, new AnthropicWire());

  @ParameterizedTest
  @ValueSource(strings = {"stream-parallel-tools", "thinking-adaptive", "refusal"})
  void keepsStreams(String golden) throws IOException {
    byte[] stream = Files.readAllBytes(GOLDEN.resolve(golden).resolve("provider-stream.txt"));
    StreamDecoder translated = translation.stream(call(true), Calls.provider(Family.ANTHROPIC));
    StreamDecoder passed =
        new AnthropicDialect().stream(call(true), Calls.provider(Family.ANTHROPIC));

    assertThat(deltas(translated, stream)).isEqualTo(deltas(passed, stream));
  }

  @Test
  void keepsAMessage() throws IOException {
    String body = Files.readString(GOLDEN.resolve("thinking-budget/provider-response.json"));

    Decoding decoding =
        translation.decode(
            Calls.response(200, body), call(false), Calls.provider(Family.ANTHROPIC));

    assertThat(decoding)
        .isInstanceOfSatisfying(
            Decoding.Answered.class,
            answered ->
                assertThat(withoutNulls(new String(answered.body(), UTF_8)))
                    .isEqualTo(
                        withoutNulls(body.strip())
                            .replace("\"id\":\"msg_06\"", "\"id\":\"msg_1\"")
                            .replace("claude-haiku-4-5-20251001", "m")));
  }

  /** The events that carry content, for ids, usage at the start and empty deltas may differ. */
  private static String deltas(StreamDecoder decoder, byte[] stream) {
    String events = new String(decoder.feed(stream, 0, stream.length), UTF_8);
    return switch (decoder.end()) {
      case StreamDecoder.Ending.Completed completed ->
          (events + new String(completed.lastEvents(), UTF_8))
              .lines()
              .filter(line -> line.startsWith("data: "))
              .filter(line -> !line.contains("message_start") && !line.contains("\"ping\""))
              .filter(line -> !line.contains("\"partial_json\":\"\""))
              .map(line -> line.replaceAll("\"usage\":\\{.*", ""))
              .filter(line -> !line.contains("\"partial_json\":\"{}\""))
              .map(ThereAndBackTest::withoutNulls)
              .reduce("", (all, line) -> all + line + "\n");
      case StreamDecoder.Ending.Broken broken -> throw new AssertionError(broken.fault());
    };
  }

  /** Members that may be null are always written, and not always sent. */
  private static String withoutNulls(String json) {
    return json.replaceAll(",\"[a-z_]+\":null", "");
  }

  private static Dialect.Call call(boolean stream) {
    return new Dialect.Call(
        Api.MESSAGES,
        Calls.ID,
        Calls.CREATED,
        "m",
        "any",
        stream,
        false,
        false,
        Map.of(),
        "{}".getBytes(UTF_8));
  }
}
