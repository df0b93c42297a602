package dev.strowger.dialects.bedrock;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Consumer;
import software.amazon.eventstream.Message;

/**
 * Cuts {@code application/vnd.amazon.eventstream} into messages; fed in any pieces. A message is
 * its total length, the length of its headers, a checksum of both, headers, payload, and a checksum
 * of it all. AWS's library reads and verifies each; it is handed whole messages because its own
 * buffer takes 2 MiB for each stream.
 */
final class EventStreamFrames {
  /** A longer message means a damaged stream. */
  static final int MAX_MESSAGE_BYTES = 16 << 20;

  /** Lengths and checksums without headers and payload. */
  private static final int MIN_MESSAGE_BYTES = 16;

  private static final int LENGTH_BYTES = 4;
  private static final int FIRST_BUFFER_BYTES = 1 << 10;

  private final Consumer<Message> messages;
  private byte[] held = new byte[0];
  private int count;
  private boolean damaged;

  EventStreamFrames(Consumer<Message> messages) {
    this.messages = messages;
  }

  /** Whether the bytes were no messages; nothing is read any more. */
  boolean damaged() {
    return damaged;
  }

  /** Whether the bytes so far end in the middle of a message. */
  boolean withinMessage() {
    return count > 0;
  }

  void feed(byte[] bytes, int offset, int length) {
    int at = offset;
    int end = offset + length;
    while (at < end && !damaged) {
      if (count == 0 && end - at >= LENGTH_BYTES) {
        int total = total(bytes, at);
        if (damaged || total <= end - at) {
          message(bytes, at, total);
          at += total;
          continue;
        }
      }
      at += hold(bytes, at, end);
    }
  }

  /** Adds to what is held, up to the end of its message; returns how much. */
  private int hold(byte[] bytes, int at, int end) {
    int wanted = count < LENGTH_BYTES ? LENGTH_BYTES : total(held, 0);
    int taken = Math.min(wanted - count, end - at);
    if (count + taken > held.length) {
      int larger = Math.max(Math.max(held.length * 2, FIRST_BUFFER_BYTES), count + taken);
      held = Arrays.copyOf(held, Math.min(larger, MAX_MESSAGE_BYTES));
    }
    System.arraycopy(bytes, at, held, count, taken);
    count += taken;
    if (count >= LENGTH_BYTES && !damaged) {
      int total = total(held, 0);
      if (count == total) {
        count = 0;
        message(held, 0, total);
      }
    }
    return taken;
  }

  private int total(byte[] bytes, int at) {
    int total = ByteBuffer.wrap(bytes, at, LENGTH_BYTES).getInt();
    damaged |= total < MIN_MESSAGE_BYTES || total > MAX_MESSAGE_BYTES;
    return total;
  }

  private void message(byte[] bytes, int at, int total) {
    if (damaged) {
      return;
    }
    Message message;
    try {
      message = Message.decode(ByteBuffer.wrap(bytes, at, total).slice());
    } catch (IllegalArgumentException | BufferUnderflowException | ArithmeticException e) {
      damaged = true;
      return;
    }
    messages.accept(message);
  }
}
