package dev.strowger.dialects.framing;

import java.util.Arrays;

/**
 * Puts units (lines, events) together that lie across pieces: what lies whole within one piece is
 * handed on as a slice of it, only the rest is copied. Bounded; not thread-safe.
 */
public final class Carry {
  private static final int FIRST_BYTES = 1024;

  private final int most;
  private final Unit unit;
  private byte[] bytes = new byte[0];
  private int size;
  private boolean overflown;

  /** Takes one unit; the bytes are only valid during the call. */
  @FunctionalInterface
  public interface Unit {
    void take(byte[] bytes, int from, int end);
  }

  /**
   * @param most bytes of a unit
   */
  public Carry(int most, Unit unit) {
    this.most = most;
    this.unit = unit;
  }

  /** Whether a unit was too long; nothing is taken after it. */
  public boolean overflown() {
    return overflown;
  }

  /** Whether nothing is carried. */
  public boolean empty() {
    return size == 0;
  }

  /** The end of a unit. */
  public void complete(byte[] piece, int from, int end) {
    if (size > 0) {
      keep(piece, from, end);
      last();
    } else if (end - from > most) {
      overflown = true;
    } else if (!overflown) {
      unit.take(piece, from, end);
    }
  }

  /** The beginning of a unit, or more of it. */
  public void keep(byte[] piece, int from, int end) {
    int more = end - from;
    if (overflown || more <= 0) {
      return;
    }
    if (size + more > most) {
      overflown = true;
      bytes = new byte[0];
      size = 0;
      return;
    }
    if (size + more > bytes.length) {
      int grown = Math.max(Math.max(FIRST_BYTES, bytes.length * 2), size + more);
      bytes = Arrays.copyOf(bytes, grown);
    }
    System.arraycopy(piece, from, bytes, size, more);
    size += more;
  }

  /** Hands on what is carried, if there is anything. */
  public void last() {
    if (overflown || size == 0) {
      return;
    }
    int length = size;
    size = 0;
    unit.take(bytes, 0, length);
    // What grew for one long unit is not kept for the next ones.
    if (bytes.length > most / 16) {
      bytes = new byte[0];
    }
  }
}
