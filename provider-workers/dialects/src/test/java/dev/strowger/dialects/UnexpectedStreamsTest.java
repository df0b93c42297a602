package dev.strowger.dialects;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.dialects.Dialects.Family;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Streams and bodies with the words of Cohere, Mistral and Ollama, in any order and shape. */
class UnexpectedStreamsTest {
  private static final Dialect.Call CALL = Calls.stream("m", "{\"input\":[\"a\"]}", true);
  private static final List<String> NAMES =
      List.of(
          "type",
          "index",
          "delta",
          "message",
          "content",
          "text",
          "thinking",
          "tool_plan",
          "tool_calls",
          "id",
          "function",
          "name",
          "arguments",
          "finish_reason",
          "usage",
          "billed_units",
          "tokens",
          "input_tokens",
          "logprobs",
          "error",
          "choices",
          "object",
          "prompt_tokens",
          "detail",
          "raw_status_code",
          "done",
          "done_reason",
          "eval_count");
  private static final List<String> LEAVES =
      List.of(
          "null",
          "true",
          "0",
          "-1",
          "1.5",
          "1e999999999",
          "99999999999999999999",
          "\"\"",
          "\"stop\"",
          "\"length\"",
          "\"error\"",
          "\"COMPLETE\"",
          "\"ERROR\"",
          "\"text\"",
          "\"thinking\"",
          "\"message-start\"",
          "\"content-start\"",
          "\"content-delta\"",
          "\"tool-plan-delta\"",
          "\"tool-call-start\"",
          "\"tool-call-delta\"",
          "\"tool-call-end\"",
          "\"message-end\"",
          "\"\\ud83c\"",
          "\"ä🌦\"",
          "[]",
          "{}");

  @Property(tries = 2000)
  void streamsOfAnythingEndWithTheSameValueHoweverTheyAreCut(
      @ForAll("families") Family family,
      @ForAll("streams") List<String> bodies,
      @ForAll long seed) {
    boolean lines = family == Family.OLLAMA;
    byte[] bytes =
        bodies.stream()
            .map(body -> lines ? body + "\n" : "data: " + body + "\n\n")
            .collect(Collectors.joining())
            .getBytes(UTF_8);
    StreamDecoder whole = Dialects.of(family).stream(CALL, Calls.provider(family));
    byte[] expected = whole.feed(bytes, 0, bytes.length);

    StreamDecoder pieces = Dialects.of(family).stream(CALL, Calls.provider(family));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Random random = new Random(seed);
    for (int at = 0; at < bytes.length; ) {
      int piece = Math.min(bytes.length - at, 1 + random.nextInt(30));
      out.writeBytes(pieces.feed(bytes, at, piece));
      at += piece;
    }

    assertThat(out.toString(UTF_8)).isEqualTo(new String(expected, UTF_8));
    assertThat(pieces.finished()).isEqualTo(whole.finished());
    assertThat(pieces.end()).usingRecursiveComparison().isEqualTo(whole.end());
  }

  @Property(tries = 2000)
  void bodiesOfAnythingAreDecodedToAValue(
      @ForAll("families") Family family,
      @ForAll("bodies") String body,
      @ForAll("statuses") int status,
      @ForAll("apis") Api api) {
    Dialect.Call call =
        new Dialect.Call(api, "r", 0, "m", "m", false, false, false, CALL.safety(), CALL.body());

    Dialect.Decoding decoding =
        Dialects.of(family).decode(Calls.response(status, body), call, Calls.provider(family));

    assertThat(decoding).isNotNull();
    if (status >= 300) {
      assertThat(decoding).isInstanceOf(Dialect.Decoding.Failed.class);
    }
  }

  @Provide
  Arbitrary<Family> families() {
    return Arbitraries.of(Family.COHERE_V2, Family.MISTRAL, Family.OLLAMA);
  }

  @Provide
  Arbitrary<Api> apis() {
    return Arbitraries.of(Api.CHAT_COMPLETIONS, Api.EMBEDDINGS);
  }

  @Provide
  Arbitrary<Integer> statuses() {
    return Arbitraries.of(200, 204, 301, 400, 401, 404, 422, 429, 498, 500, 503);
  }

  @Provide
  Arbitrary<List<String>> streams() {
    return bodies().list().ofMaxSize(8);
  }

  @Provide
  Arbitrary<String> bodies() {
    return Arbitraries.oneOf(
        Arbitraries.randomValue(random -> json(random, 6)),
        Arbitraries.of(
            "[DONE]",
            "{\"type\":\"message-end\",\"delta\":{\"finish_reason\":\"COMPLETE\"}}",
            "{\"type\":\"tool-call-start\",\"index\":2,\"delta\":{\"message\":{\"tool_calls\":{}}}}",
            "{\"finish_reason\":\"TOOL_CALL\",\"message\":{\"content\":[{\"type\":\"text\"}]}}",
            "{\"choices\":[{\"index\":0,\"delta\":{\"content\":[{\"type\":\"thinking\"}]}}]}",
            "{\"choices\":[{\"index\":1,\"delta\":{\"tool_calls\":[{\"id\":\"null\"}]}}]}",
            "{\"choices\":[{\"message\":{},\"finish_reason\":\"stop\"}]}",
            "{\"message\":{\"content\":\"a\",\"tool_calls\":[{}]},\"done\":false}",
            "{\"message\":{},\"done\":true,\"done_reason\":\"stop\"}"));
  }

  private static String json(Random random, int depth) {
    int size = random.nextInt(5);
    return switch (random.nextInt(depth == 0 ? 1 : 4)) {
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
}
