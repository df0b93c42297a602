package dev.strowger.channel;

import java.nio.ByteBuffer;

/**
 * One frame of the direct channel: a type byte, a 4-byte big-endian length, the payload.
 *
 * <p>A stream is any number of {@link Data}, then exactly one {@link End}, {@link Failed} or {@link
 * Interrupted}. A stream that ends without one broke: its worker is gone.
 */
public sealed interface Frame {
  int HEADER_BYTES = 5;

  /** Largest payload of a frame; a longer one means a damaged stream. */
  int MAX_PAYLOAD_BYTES = 16 << 20;

  /** OpenAI-shaped server-sent events, whole events only, ready for the client. */
  record Data(byte[] events) implements Frame {}

  /** The answer is complete; ingress closes the client's stream with {@code data: [DONE]}. */
  record End() implements Frame {}

  /**
   * The answer broke off and nobody could go on; ingress ends the client's stream with an OpenAI
   * error event.
   *
   * @param json UTF-8 {@code {"status":…,"type":…,"code":…,"message":…}}
   */
  record Failed(byte[] json) implements Frame {}

  /**
   * The provider broke off, and the next step of the plan goes on with the answer: ingress keeps
   * the client and waits for the channel to be opened again.
   *
   * @param json as in {@link Failed}, told to the client if nobody comes
   */
  record Interrupted(byte[] json) implements Frame {}

  /** The frame's bytes, header and payload. */
  default byte[] encode() {
    return switch (this) {
      case Data(byte[] events) -> encode((byte) 'D', events);
      case End() -> encode((byte) 'E', new byte[0]);
      case Failed(byte[] json) -> encode((byte) 'F', json);
      case Interrupted(byte[] json) -> encode((byte) 'I', json);
    };
  }

  private static byte[] encode(byte type, byte[] payload) {
    return ByteBuffer.allocate(HEADER_BYTES + payload.length)
        .put(type)
        .putInt(payload.length)
        .put(payload)
        .array();
  }
}
