package dev.strowger.channel;

import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes the bytes of a channel as they come, in any pieces, and hands on whole frames. Each byte is
 * copied once; what is kept is at most one unfinished frame.
 */
public final class FrameParser {
  private final Consumer<Frame> frames;
  private final ByteBuffer header = ByteBuffer.allocate(Frame.HEADER_BYTES);

  /** Of the frame whose header is complete. */
  private @Nullable ByteBuffer payload;

  public FrameParser(Consumer<Frame> frames) {
    this.frames = frames;
  }

  /**
   * @throws IllegalArgumentException if the bytes are no frames; the parser is then of no more use
   */
  public void accept(byte[] bytes) {
    ByteBuffer input = ByteBuffer.wrap(bytes);
    while (input.hasRemaining()) {
      if (payload == null) {
        fill(header, input);
        if (header.hasRemaining()) {
          return;
        }
        payload = ByteBuffer.allocate(length());
      }
      fill(payload, input);
      if (payload.hasRemaining()) {
        return;
      }
      Frame whole = frame(header.get(0), payload.array());
      payload = null;
      header.clear();
      frames.accept(whole);
    }
  }

  /** Whether a frame was begun and not finished. */
  public boolean midFrame() {
    return header.position() > 0;
  }

  private int length() {
    int length = header.getInt(1);
    if (length < 0 || length > Frame.MAX_PAYLOAD_BYTES) {
      throw new IllegalArgumentException("a channel frame of " + length + " bytes");
    }
    return length;
  }

  private static void fill(ByteBuffer target, ByteBuffer input) {
    int count = Math.min(target.remaining(), input.remaining());
    target.put(target.position(), input, input.position(), count);
    target.position(target.position() + count);
    input.position(input.position() + count);
  }

  private static Frame frame(byte type, byte[] payload) {
    return switch (type) {
      case 'D' -> new Frame.Data(payload);
      case 'E' -> new Frame.End();
      case 'F' -> new Frame.Failed(payload);
      case 'I' -> new Frame.Interrupted(payload);
      default -> throw new IllegalArgumentException("a channel frame of type " + type);
    };
  }
}
