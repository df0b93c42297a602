package dev.strowger.dialects;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever a provider sends, and however it is cut, decoders answer with values. */
class DecoderRobustnessTest {
  private static final Dialect.Call CALL = Calls.stream("m", "{}", true);
  private static final List<String> NAMES =
      List.of(
          "error",
          "type",
          "message",
          "content",
          "choices",
          "usage",
          "model",
          "messages",
          "role",
          "tools",
          "tool_choice",
          "tool_calls",
          "function",
          "stop",
          "code",
          "delta",
          "index",
          "finish_reason",
          "text",
          "stop_reason",
          "id",
          "input_tokens",
          "prompt_tokens",
          "param",
          "response_format",
          "detail");
  private static final List<String> LEAVES =
      List.of(
          "null",
          "true",
          "0",
          "-1",
          "1e999999999",
          "99999999999999999999",
          "\"\"",
          "\"error\"",
          "\"text\"",
          "\"user\"",
          "\"assistant\"",
          "\"tool_use\"",
          "\"ä🌦\"",
          "\"\\ud83c\"",
          "[]",
          "{}",
          "\"message_start\"",
          "\"content_block_delta\"",
          "\"message_delta\"",
          "\"content_block_start\"",
          "\"text_delta\"",
          "\"function\"",
          "\"json_object\"");

  @Property(tries = 1000)
  void streamsOfAnythingEndWithAValue(
      @ForAll Dialects.Family family, @ForAll("streams") String stream, @ForAll long seed) {
    byte[] bytes = stream.getBytes(UTF_8);
    Dialect dialect = Dialects.of(family);
    Provider provider = Calls.provider(family);
    StreamDecoder whole = dialect.stream(CALL, provider);
    byte[] expected = whole.feed(bytes, 0, bytes.length);

    StreamDecoder pieces = dialect.stream(CALL, provider);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Random random = new Random(seed);
    for (int at = 0; at < bytes.length; ) {
      int piece = Math.min(bytes.length - at, 1 + random.nextInt(30));
      out.writeBytes(pieces.feed(Arrays.copyOfRange(bytes, at, at + piece), 0, piece));
      at += piece;
    }

    assertThat(out.toString(UTF_8)).isEqualTo(new String(expected, UTF_8));
    assertThat(pieces.firstTokenSeen()).isEqualTo(whole.firstTokenSeen());
    assertThat(pieces.finished()).isEqualTo(whole.finished());
    assertThat(pieces.end()).usingRecursiveComparison().isEqualTo(whole.end());
  }

  @Property(tries = 1000)
  void bodiesOfAnythingAreDecodedToAValue(
      @ForAll Dialects.Family family,
      @ForAll("bodies") String body,
      @ForAll("statuses") int status) {
    Dialect.Decoding decoding =
        Dialects.of(family).decode(Calls.response(status, body), CALL, Calls.provider(family));

    assertThat(decoding).isNotNull();
    if (status >= 300) {
      assertThat(decoding).isInstanceOf(Dialect.Decoding.Failed.class);
    }
  }

  @Property(tries = 1000)
  void requestsOfAnythingAreEncodedToAValue(
      @ForAll Dialects.Family family, @ForAll("bodies") String body) {
    Dialect.Encoding encoding =
        Dialects.of(family).encode(Calls.sync("m", body), Calls.provider(family));

    assertThat(encoding).isNotNull();
  }

  @Provide
  Arbitrary<Integer> statuses() {
    return Arbitraries.of(200, 201, 204, 301, 400, 401, 404, 413, 422, 429, 500, 503, 529, 599);
  }

  @Provide
  Arbitrary<String> bodies() {
    return Arbitraries.randomValue(random -> json(random, 6));
  }

  private static String json(Random random, int depth) {
    int kind = random.nextInt(depth == 0 ? 1 : 4);
    int size = random.nextInt(5);
    return switch (kind) {
      case 0 -> LEAVES.get(random.nextInt(LEAVES.size()));
      case 1 ->
          Stream.generate(() -> json(random, depth - 1))
              .limit(size)
              .collect(Collectors.joining(",", "[", "]"));
      default ->
          Stream.generate(() -> field(random, depth - 1))
              .limit(size)
              .collect(Collectors.joining(",", "{", "}"));
    };
  }

  private static String field(Random random, int depth) {
    return "\"" + NAMES.get(random.nextInt(NAMES.size())) + "\":" + json(random, depth);
  }

  @Provide
  Arbitrary<String> streams() {
    Arbitrary<String> lines =
        Arbitraries.oneOf(
            bodies().map(body -> "data: " + body + "\n\n"),
            bodies().map(body -> "event: error\r\ndata:" + body + "\r\n\r\n"),
            Arbitraries.of(
                "data: [DONE]\n\n",
                ": x\n",
                "\n",
                "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"}}]}\n\n",
                "data: {\"choices\":[{\"index\":0,\"finish_reason\":\"stop\"}]}\n\n",
                "data: {\"type\":\"content_block_delta\",\"delta\":{\"type\":\"text_delta\",\"text\":\"a\"}}\n\n",
                "data: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"}}\n\n"));
    return lines.list().ofMaxSize(8).map(parts -> String.join("", parts));
  }
}
