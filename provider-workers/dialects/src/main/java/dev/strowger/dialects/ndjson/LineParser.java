package dev.strowger.dialects.ndjson;

import dev.strowger.dialects.json.Utf8;
import java.util.Arrays;

/**
 * Newline-delimited JSON out of bytes that come in any pieces. A line that lies whole within one
 * piece is handed on as a slice of it; only what crosses pieces is copied.
 */
public final class LineParser {
  /** A longer line ends the parsing. */
  public static final int MAX_LINE_BYTES = 16 << 20;

  private static final int FIRST_CARRY_BYTES = 1024;

  /** A carry that grew beyond this for one line is not kept for the next ones. */
  private static final int KEPT_CARRY_BYTES = MAX_LINE_BYTES / 16;

  private final Sink sink;
  private byte[] carry = new byte[0];
  private int carried;
  private boolean overflown;

  /** Takes lines without their ends; blank ones are not handed on. */
  @FunctionalInterface
  public interface Sink {
    /**
     * @param bytes holds the line, well-formed UTF-8; only valid during the call
     */
    void line(byte[] bytes, int offset, int length);
  }

  public LineParser(Sink sink) {
    this.sink = sink;
  }

  /** Whether a line was longer than {@link #MAX_LINE_BYTES}; nothing is read after it. */
  public boolean overflown() {
    return overflown;
  }

  public void feed(byte[] bytes, int offset, int length) {
    int start = offset;
    int end = offset + length;
    for (int i = offset; i < end && !overflown; i++) {
      if (bytes[i] == '\n') {
        complete(bytes, start, i);
        start = i + 1;
      }
    }
    keep(bytes, start, end);
  }

  /** The stream is over: what stands there without its end counts as a line. */
  public void end() {
    if (!overflown && carried > 0) {
      int length = carried;
      carried = 0;
      dispatch(carry, 0, length);
    }
  }

  private void complete(byte[] bytes, int start, int end) {
    if (carried == 0) {
      if (end - start > MAX_LINE_BYTES) {
        overflown = true;
      } else {
        dispatch(bytes, start, end);
      }
      return;
    }
    keep(bytes, start, end);
    if (!overflown) {
      dispatch(carry, 0, carried);
      carried = 0;
      if (carry.length > KEPT_CARRY_BYTES) {
        carry = new byte[0];
      }
    }
  }

  private void keep(byte[] bytes, int start, int end) {
    int more = end - start;
    if (overflown || more <= 0) {
      return;
    }
    if (carried + more > MAX_LINE_BYTES) {
      overflown = true;
      carry = new byte[0];
      carried = 0;
      return;
    }
    if (carried + more > carry.length) {
      int grown = Math.max(Math.max(FIRST_CARRY_BYTES, carry.length * 2), carried + more);
      carry = Arrays.copyOf(carry, grown);
    }
    System.arraycopy(bytes, start, carry, carried, more);
    carried += more;
  }

  private void dispatch(byte[] bytes, int from, int end) {
    int start = from;
    int stop = end;
    while (start < stop && isSpace(bytes[start])) {
      start++;
    }
    while (stop > start && isSpace(bytes[stop - 1])) {
      stop--;
    }
    if (stop > start) {
      Utf8.mend(bytes, start, stop - start, sink::line);
    }
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || b == '\t' || b == '\r';
  }
}
