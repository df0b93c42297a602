package dev.strowger.dialects.sse;

import dev.strowger.dialects.framing.Carry;
import dev.strowger.dialects.json.Utf8;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Server-sent events (WHATWG HTML, section 9.2) out of bytes that come in any pieces. An event that
 * lies whole within one piece is handed on as a slice of it; only what crosses pieces is copied.
 */
public final class SseParser {
  /** A longer event ends the parsing. */
  public static final int MAX_EVENT_BYTES = 16 << 20;

  private static final String DEFAULT_TYPE = "message";

  private final Sink sink;
  private final Carry events = new Carry(MAX_EVENT_BYTES, this::dispatch);
  private boolean lineEmpty = true;
  private boolean afterCr;
  private boolean first = true;

  /** Takes events; those without data are not handed on. */
  @FunctionalInterface
  public interface Sink {
    /**
     * @param type the event field, or {@code message}
     * @param bytes holds the data, well-formed UTF-8; only valid during the call
     */
    void event(String type, byte[] bytes, int offset, int length);
  }

  public SseParser(Sink sink) {
    this.sink = sink;
  }

  /** Whether an event was longer than {@link #MAX_EVENT_BYTES}; nothing is read after it. */
  public boolean overflown() {
    return events.overflown();
  }

  public void feed(byte[] bytes, int offset, int length) {
    int start = offset;
    int end = offset + length;
    for (int i = offset; i < end && !overflown(); i++) {
      byte b = bytes[i];
      if (b == '\n' && afterCr) {
        afterCr = false;
        if (i == start && events.empty()) {
          start = i + 1;
        }
      } else if (b == '\n' || b == '\r') {
        afterCr = b == '\r';
        if (lineEmpty) {
          events.complete(bytes, start, i + 1);
          start = i + 1;
        }
        lineEmpty = true;
      } else {
        afterCr = false;
        lineEmpty = false;
      }
    }
    events.keep(bytes, start, end);
  }

  /** The stream is over: what stands there without its blank line counts as an event. */
  public void end() {
    events.last();
  }

  private void dispatch(byte[] bytes, int from, int end) {
    int line = first ? afterBom(bytes, from, end) : from;
    first = false;
    String type = DEFAULT_TYPE;
    int dataStart = -1;
    int dataEnd = -1;
    ByteArrayOutputStream joined = null;
    while (line < end) {
      int lineEnd = lineEnd(bytes, line, end);
      if (isField(bytes, line, lineEnd, "data")) {
        int value = value(bytes, line + "data".length(), lineEnd);
        if (dataStart < 0) {
          dataStart = value;
          dataEnd = lineEnd;
        } else {
          if (joined == null) {
            joined = new ByteArrayOutputStream();
            joined.write(bytes, dataStart, dataEnd - dataStart);
          }
          joined.write('\n');
          joined.write(bytes, value, lineEnd - value);
        }
      } else if (isField(bytes, line, lineEnd, "event")) {
        int value = value(bytes, line + "event".length(), lineEnd);
        type = new String(bytes, value, lineEnd - value, StandardCharsets.UTF_8);
      }
      line = afterLine(bytes, lineEnd, end);
    }
    if (joined != null) {
      byte[] data = joined.toByteArray();
      deliver(type, data, 0, data.length);
    } else if (dataEnd > dataStart) {
      deliver(type, bytes, dataStart, dataEnd - dataStart);
    }
  }

  private void deliver(String type, byte[] bytes, int offset, int length) {
    Utf8.mend(bytes, offset, length, (text, from, size) -> sink.event(type, text, from, size));
  }

  private static int afterBom(byte[] bytes, int from, int end) {
    boolean bom =
        end - from >= 3
            && bytes[from] == (byte) 0xEF
            && bytes[from + 1] == (byte) 0xBB
            && bytes[from + 2] == (byte) 0xBF;
    return bom ? from + 3 : from;
  }

  private static int lineEnd(byte[] bytes, int from, int end) {
    int i = from;
    while (i < end && bytes[i] != '\n' && bytes[i] != '\r') {
      i++;
    }
    return i;
  }

  private static int afterLine(byte[] bytes, int lineEnd, int end) {
    boolean crLf = lineEnd + 1 < end && bytes[lineEnd] == '\r' && bytes[lineEnd + 1] == '\n';
    return lineEnd + (crLf ? 2 : 1);
  }

  private static boolean isField(byte[] bytes, int from, int end, String name) {
    if (end - from < name.length()) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      if (bytes[from + i] != name.charAt(i)) {
        return false;
      }
    }
    return end - from == name.length() || bytes[from + name.length()] == ':';
  }

  /** Where the value starts: behind the colon and at most one space. */
  private static int value(byte[] bytes, int afterName, int lineEnd) {
    int i = Math.min(afterName + 1, lineEnd);
    return i < lineEnd && bytes[i] == ' ' ? i + 1 : i;
  }
}
