package dev.strowger.dialects.gemini;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.dialects.Calls;
import dev.strowger.dialects.Dialect.Call;
import dev.strowger.dialects.Dialects.Family;
import dev.strowger.dialects.Provider;
import dev.strowger.dialects.wire.StreamReader;
import dev.strowger.dialects.wire.Wire;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever is sent in Gemini's words, and however it is cut, the readers answer with values. */
class GeminiRobustnessTest {
  private static final List<String> NAMES =
      List.of(
          "candidates",
          "content",
          "parts",
          "text",
          "thought",
          "thoughtSignature",
          "functionCall",
          "name",
          "args",
          "id",
          "index",
          "finishReason",
          "logprobsResult",
          "chosenCandidates",
          "promptFeedback",
          "blockReason",
          "usageMetadata",
          "promptTokenCount",
          "error",
          "status",
          "details",
          "retryDelay");
  private static final List<String> LEAVES =
      List.of(
          "null",
          "true",
          "0",
          "-1",
          "7",
          "1e999999999",
          "99999999999999999999",
          "\"\"",
          "\"ä🌦\"",
          "\"STOP\"",
          "\"OTHER\"",
          "\"1.5s\"",
          "\"UNAVAILABLE\"",
          "[]",
          "{}");

  private static final Provider PROVIDER = Calls.provider(Family.GEMINI);
  private static final Call CALL = Calls.stream("m", "{}", true);

  private final Wire wire = new GeminiWire();

  @Property(tries = 2000)
  void streamsEndWithAValueHoweverTheyAreCut(@ForAll("streams") String stream, @ForAll long seed) {
    byte[] bytes = stream.getBytes(UTF_8);
    RecordingSink expected = new RecordingSink();
    StreamReader whole = wire.stream(expected, CALL, PROVIDER);
    whole.feed(bytes, 0, bytes.length);

    RecordingSink sink = new RecordingSink();
    StreamReader pieces = wire.stream(sink, CALL, PROVIDER);
    Random random = new Random(seed);
    for (int at = 0; at < bytes.length; ) {
      int piece = Math.min(bytes.length - at, 1 + random.nextInt(30));
      pieces.feed(bytes, at, piece);
      at += piece;
    }

    assertThat(pieces.finished()).isEqualTo(whole.finished());
    assertThat(pieces.end()).isEqualTo(whole.end());
    assertThat(sink.heard).isEqualTo(expected.heard);
  }

  @Property(tries = 2000)
  void bodiesAreReadToAValue(@ForAll("bodies") String body, @ForAll("statuses") int status) {
    Wire.Reading reading = wire.read(Calls.response(status, body), CALL, PROVIDER);

    assertThat(reading).isNotNull();
    if (status >= 300) {
      assertThat(reading).isInstanceOf(Wire.Reading.Failed.class);
    }
  }

  @Provide
  Arbitrary<Integer> statuses() {
    return Arbitraries.of(200, 204, 301, 400, 403, 404, 429, 500, 503);
  }

  @Provide
  Arbitrary<String> bodies() {
    return Arbitraries.oneOf(
        Arbitraries.randomValue(random -> json(random, 6)),
        Arbitraries.randomValue(
            random ->
                "{\"candidates\":[{\"index\":"
                    + random.nextInt(3)
                    + ",\"content\":{\"parts\":["
                    + json(random, 3)
                    + ",{\"text\":"
                    + json(random, 1)
                    + "}]},\"finishReason\":"
                    + json(random, 0)
                    + "}],\"usageMetadata\":"
                    + json(random, 2)
                    + "}"));
  }

  @Provide
  Arbitrary<String> streams() {
    return bodies()
        .flatMap(body -> Arbitraries.of("data: " + body + "\r\n\r\n", body + "\n", ": x\n\n"))
        .list()
        .ofMaxSize(8)
        .map(parts -> String.join("", parts));
  }

  private static String json(Random random, int depth) {
    int size = random.nextInt(4);
    StringBuilder json = new StringBuilder();
    switch (depth == 0 ? 0 : random.nextInt(3)) {
      case 0 -> json.append(LEAVES.get(random.nextInt(LEAVES.size())));
      case 1 -> {
        for (int i = 0; i < size; i++) {
          json.append(i == 0 ? "" : ",").append(json(random, depth - 1));
        }
        json.insert(0, '[').append(']');
      }
      default -> {
        for (int i = 0; i < size; i++) {
          String name = NAMES.get(random.nextInt(NAMES.size()));
          json.append(i == 0 ? "\"" : ",\"").append(name).append("\":");
          json.append(json(random, depth - 1));
        }
        json.insert(0, '{').append('}');
      }
    }
    return json.toString();
  }
}
