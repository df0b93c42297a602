package dev.strowger.dialects.sse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SseParserTest {
  record Transcript(String name, String text, List<String> events) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Transcript> transcripts() {
    return List.of(
        new Transcript("line feeds", "data: a\n\ndata: b\n\n", List.of("message|a", "message|b")),
        new Transcript(
            "carriage returns", "data: a\r\rdata: b\r\r", List.of("message|a", "message|b")),
        new Transcript("both", "data: a\r\n\r\ndata: b\r\n\r\n", List.of("message|a", "message|b")),
        new Transcript(
            "mixed",
            "data: a\r\n\ndata: b\r\r\ndata: c\n\r\n",
            List.of("message|a", "message|b", "message|c")),
        new Transcript(
            "byte order mark",
            "\uFEFFdata: a\n\ndata: \uFEFFb\n\n",
            List.of("message|a", "message|\uFEFFb")),
        new Transcript(
            "several data lines",
            "data: a\ndata:\ndata: b\r\ndata:c\n\n",
            List.of("message|a\n\nb\nc")),
        new Transcript(
            "no space, two spaces", "data:a\n\ndata:  b \n\n", List.of("message|a", "message| b ")),
        new Transcript(
            "comments", ": ping\n\n:\ndata: a\n: more\n\n: x\r\n\r\n", List.of("message|a")),
        new Transcript(
            "empty data", "data\n\ndata:\n\ndata: \n\ndata: a\n\n", List.of("message|a")),
        new Transcript(
            "types",
            "event: error\ndata: a\n\ndata: b\n\nevent: only\n\n",
            List.of("error|a", "message|b")),
        new Transcript(
            "other fields",
            "id: 1\nretry: 10\ndatax: no\ndat: no\ndata: a\n\n",
            List.of("message|a")),
        new Transcript("colons and umlauts", "data: ä:b: 🌦\n\n", List.of("message|ä:b: 🌦")),
        new Transcript(
            "no blank line at the end", "data: a\n\ndata: b", List.of("message|a", "message|b")),
        new Transcript("blank lines only", "\n\r\n\r\n\n", List.of()),
        new Transcript("nothing", "", List.of()));
  }

  @ParameterizedTest
  @MethodSource("transcripts")
  void readsTheSameEventsAtEverySplitPoint(Transcript transcript) {
    byte[] bytes = transcript.text.getBytes(UTF_8);
    for (int first = 0; first <= bytes.length; first++) {
      for (int second = first; second <= bytes.length; second++) {
        assertThat(parse(bytes, first, second))
            .as("split at %d and %d", first, second)
            .isEqualTo(transcript.events);
      }
    }
  }

  @Test
  void aBrokenCharacterCostsNoMoreThanItself() {
    byte[] stream = "data: a?b\n\ndata: ä\n\n".getBytes(UTF_8);
    stream["data: a".length()] = (byte) 0xC3;

    List<String> events = parse(stream, 3, 9);

    assertThat(events.getFirst()).startsWith("message|a\uFFFDb");
    assertThat(events.getLast()).isEqualTo("message|ä");
  }

  @Property(tries = 300)
  void readsTheSameEventsInAnyPieces(@ForAll("streams") String stream, @ForAll long seed) {
    byte[] bytes = stream.getBytes(UTF_8);
    Random random = new Random(seed);
    List<String> events = new ArrayList<>();
    SseParser parser = new SseParser(collect(events));
    int at = 0;
    while (at < bytes.length) {
      int piece = Math.min(bytes.length - at, random.nextInt(7));
      // A worker's buffer is larger than what stands in it, and is used again.
      byte[] buffer = new byte[16];
      System.arraycopy(bytes, at, buffer, 5, piece);
      parser.feed(buffer, 5, piece);
      Arrays.fill(buffer, (byte) '\n');
      at += piece;
    }
    parser.end();

    assertThat(events).isEqualTo(parse(bytes, bytes.length, bytes.length));
  }

  @Provide
  Arbitrary<String> streams() {
    return Arbitraries.of(
            "data: x",
            "data:",
            "data",
            ": c",
            "event: e",
            "ä",
            "\n",
            "\n",
            "\r",
            "\r\n",
            "\n\n",
            " ")
        .list()
        .ofMaxSize(40)
        .map(parts -> String.join("", parts));
  }

  @Test
  void readsAnEventOfTenMegabytesInPieces() {
    byte[] event = ("data: " + "x".repeat(10 << 20) + "\n\n").getBytes(UTF_8);
    List<Integer> lengths = new ArrayList<>();
    SseParser parser = new SseParser((type, bytes, offset, length) -> lengths.add(length));
    for (int at = 0; at < event.length; at += 8_192) {
      parser.feed(event, at, Math.min(8_192, event.length - at));
    }

    assertThat(lengths).containsExactly(10 << 20);
    assertThat(parser.overflown()).isFalse();
  }

  @Test
  void stopsAtAnEventThatIsTooLong() {
    byte[] piece = "x".repeat(1 << 20).getBytes(UTF_8);
    List<String> events = new ArrayList<>();
    SseParser parser = new SseParser(collect(events));
    parser.feed("data: ".getBytes(UTF_8), 0, 6);
    for (int i = 0; i < 16; i++) {
      parser.feed(piece, 0, piece.length);
    }
    parser.feed("\n\ndata: a\n\n".getBytes(UTF_8), 0, 11);
    parser.end();

    assertThat(parser.overflown()).isTrue();
    assertThat(events).isEmpty();
  }

  @Test
  void handsOnASliceOfWhatItWasGiven() {
    byte[] bytes = "data: a\n\n".getBytes(UTF_8);
    List<byte[]> arrays = new ArrayList<>();
    new SseParser((type, array, offset, length) -> arrays.add(array)).feed(bytes, 0, bytes.length);

    assertThat(arrays).hasSize(1);
    assertThat(arrays.getFirst()).isSameAs(bytes);
  }

  private static List<String> parse(byte[] bytes, int first, int second) {
    List<String> events = new ArrayList<>();
    SseParser parser = new SseParser(collect(events));
    parser.feed(bytes, 0, first);
    parser.feed(bytes, first, second - first);
    parser.feed(bytes, second, bytes.length - second);
    parser.end();
    return events;
  }

  private static SseParser.Sink collect(List<String> events) {
    return (type, bytes, offset, length) ->
        events.add(type + "|" + new String(bytes, offset, length, UTF_8));
  }
}
