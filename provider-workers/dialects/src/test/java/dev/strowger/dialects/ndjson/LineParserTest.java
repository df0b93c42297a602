package dev.strowger.dialects.ndjson;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineParserTest {
  private final List<String> lines = new ArrayList<>();
  private final LineParser parser =
      new LineParser(
          (bytes, offset, length) -> lines.add(new String(bytes, offset, length, UTF_8)));

  @Test
  void findsTheSameLinesWhereverTheBytesAreCut() {
    byte[] bytes = "{\"a\":\"ä🌦\"}\r\n\n  \r\n{\"b\":1}\n{\"c\":2}".getBytes(UTF_8);
    for (int first = 0; first <= bytes.length; first++) {
      for (int second = first; second <= bytes.length; second++) {
        List<String> found = new ArrayList<>();
        LineParser cut =
            new LineParser((b, offset, length) -> found.add(new String(b, offset, length, UTF_8)));

        cut.feed(bytes, 0, first);
        cut.feed(bytes, first, second - first);
        cut.feed(bytes, second, bytes.length - second);
        cut.end();

        assertThat(found).containsExactly("{\"a\":\"ä🌦\"}", "{\"b\":1}", "{\"c\":2}");
      }
    }
  }

  @Test
  void handsOnALineOnlyOnceItIsWhole() {
    feed("{\"a\":");
    assertThat(lines).isEmpty();

    feed("1}\n");
    assertThat(lines).containsExactly("{\"a\":1}");
  }

  @Test
  void endsTwiceWithoutSayingTheLastLineTwice() {
    feed("last");

    parser.end();
    parser.end();

    assertThat(lines).containsExactly("last");
  }

  @Test
  void stopsAtALineLongerThanItsBound() {
    byte[] piece = new byte[1 << 20];
    Arrays.fill(piece, (byte) 'x');
    for (int fed = 0; fed < LineParser.MAX_LINE_BYTES; fed += piece.length) {
      parser.feed(piece, 0, piece.length);
    }
    assertThat(parser.overflown()).isFalse();

    feed("x");
    feed("\n{\"a\":1}\n");
    parser.end();

    assertThat(parser.overflown()).isTrue();
    assertThat(lines).isEmpty();
  }

  @Test
  void stopsAtALineLongerThanItsBoundInOnePiece() {
    byte[] piece = new byte[LineParser.MAX_LINE_BYTES + 2];
    Arrays.fill(piece, (byte) 'x');
    piece[piece.length - 1] = '\n';

    parser.feed(piece, 0, piece.length);

    assertThat(parser.overflown()).isTrue();
    assertThat(lines).isEmpty();
  }

  private void feed(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    parser.feed(bytes, 0, bytes.length);
  }
}
