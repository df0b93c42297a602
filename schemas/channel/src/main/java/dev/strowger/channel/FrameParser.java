package dev.strowger.channel;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** Takes the bytes of a channel as they come, in any pieces, and hands on whole frames. */
public final class FrameParser {
  private final Consumer<Frame> frames;
  private final ByteArrayOutputStream pending = new ByteArrayOutputStream();

  public FrameParser(Consumer<Frame> frames) {
    this.frames = frames;
  }

  /**
   * @throws IllegalArgumentException if the bytes are no frames
   */
  public void accept(byte[] bytes) {
    pending.writeBytes(bytes);
    ByteBuffer buffer = ByteBuffer.wrap(pending.toByteArray());
    while (buffer.remaining() >= Frame.HEADER_BYTES) {
      int length = buffer.getInt(buffer.position() + 1);
      if (length < 0 || length > Frame.MAX_PAYLOAD_BYTES) {
        throw new IllegalArgumentException("a channel frame of " + length + " bytes");
      }
      if (buffer.remaining() < Frame.HEADER_BYTES + length) {
        break;
      }
      byte type = buffer.get();
      byte[] payload = new byte[buffer.getInt()];
      buffer.get(payload);
      frames.accept(frame(type, payload));
    }
    byte[] rest = new byte[buffer.remaining()];
    buffer.get(rest);
    pending.reset();
    pending.writeBytes(rest);
  }

  /** Whether a frame was begun and not finished. */
  public boolean midFrame() {
    return pending.size() > 0;
  }

  private static Frame frame(byte type, byte[] payload) {
    return switch (type) {
      case 'D' -> new Frame.Data(payload);
      case 'E' -> new Frame.End();
      case 'F' -> new Frame.Failed(payload);
      default -> throw new IllegalArgumentException("a channel frame of type " + type);
    };
  }
}
