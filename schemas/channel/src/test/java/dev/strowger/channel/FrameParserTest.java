package dev.strowger.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrameParserTest {
  private static final List<Frame> FRAMES =
      List.of(
          new Frame.Data("data: {\"a\":1}\n\n".getBytes(StandardCharsets.UTF_8)),
          new Frame.Data(new byte[0]),
          new Frame.Failed("{\"status\":502}".getBytes(StandardCharsets.UTF_8)),
          new Frame.Interrupted("{\"status\":504}".getBytes(StandardCharsets.UTF_8)),
          new Frame.End());

  private final List<Frame> parsed = new ArrayList<>();
  private final FrameParser parser = new FrameParser(parsed::add);

  @Test
  void writesTypeLengthAndPayload() {
    assertThat(HexFormat.of().formatHex(new Frame.Data(new byte[] {7, 8}).encode()))
        .isEqualTo("44" + "00000002" + "0708");
    assertThat(HexFormat.of().formatHex(new Frame.End().encode())).isEqualTo("45" + "00000000");
  }

  @Test
  void findsTheSameFramesWhereverTheBytesAreSplit() {
    byte[] stream = stream();
    for (int split = 0; split <= stream.length; split++) {
      parsed.clear();

      parser.accept(Arrays.copyOfRange(stream, 0, split));
      parser.accept(Arrays.copyOfRange(stream, split, stream.length));

      assertThat(parsed).as("split at %d", split).usingRecursiveComparison().isEqualTo(FRAMES);
      assertThat(parser.midFrame()).isFalse();
    }
  }

  @Test
  void findsTheSameFramesByteByByte() {
    for (byte b : stream()) {
      parser.accept(new byte[] {b});
    }

    assertThat(parsed).usingRecursiveComparison().isEqualTo(FRAMES);
  }

  @Test
  void knowsThatAFrameIsUnfinished() {
    byte[] frame = new Frame.Data(new byte[] {1, 2, 3}).encode();
    for (int length = 1; length < frame.length; length++) {
      FrameParser cut = new FrameParser(parsed::add);

      cut.accept(Arrays.copyOf(frame, length));

      assertThat(cut.midFrame()).as("%d bytes", length).isTrue();
    }
    assertThat(parsed).isEmpty();
  }

  @Test
  void takesTheLargestFrameInSmallPiecesInLinearTime() {
    byte[] frame = new Frame.Data(new byte[Frame.MAX_PAYLOAD_BYTES]).encode();
    byte[] piece = new byte[1 << 10];

    org.junit.jupiter.api.Assertions.assertTimeout(
        Duration.ofSeconds(5),
        () -> {
          for (int at = 0; at < frame.length; at += piece.length) {
            parser.accept(Arrays.copyOfRange(frame, at, Math.min(frame.length, at + piece.length)));
          }
        });

    assertThat(parsed).hasSize(1);
  }

  @Test
  void refusesAFrameThatIsTooLong() {
    byte[] header = HexFormat.of().parseHex("44" + "01000001");

    assertThatThrownBy(() -> parser.accept(header))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("16777217");
  }

  @Test
  void refusesANegativeLength() {
    assertThatThrownBy(() -> parser.accept(HexFormat.of().parseHex("44ffffffff")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesAnUnknownType() {
    assertThatThrownBy(() -> parser.accept(HexFormat.of().parseHex("5800000000")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("type");
  }

  private static byte[] stream() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    FRAMES.forEach(frame -> bytes.writeBytes(frame.encode()));
    return bytes.toByteArray();
  }
}
