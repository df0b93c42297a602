package dev.strowger.dialects.ndjson;

import dev.strowger.dialects.framing.Carry;
import dev.strowger.dialects.json.Utf8;

/**
 * Newline-delimited JSON out of bytes that come in any pieces. A line that lies whole within one
 * piece is handed on as a slice of it; only what crosses pieces is copied.
 */
public final class LineParser {
  /** A longer line ends the parsing. */
  public static final int MAX_LINE_BYTES = 16 << 20;

  private final Sink sink;
  private final Carry lines = new Carry(MAX_LINE_BYTES, this::dispatch);

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
    return lines.overflown();
  }

  public void feed(byte[] bytes, int offset, int length) {
    int start = offset;
    int end = offset + length;
    for (int i = offset; i < end && !overflown(); i++) {
      if (bytes[i] == '\n') {
        lines.complete(bytes, start, i);
        start = i + 1;
      }
    }
    lines.keep(bytes, start, end);
  }

  /** The stream is over: what stands there without its end counts as a line. */
  public void end() {
    lines.last();
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
