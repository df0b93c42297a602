package dev.strowger.simulator.wire.bedrock;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.eventstream.HeaderValue;
import software.amazon.eventstream.Message;

/** Frames of {@code application/vnd.amazon.eventstream}, by AWS' own encoder. */
final class Frames {
  /** Begins the line of an exception. */
  static final String EXCEPTION = "!";

  private Frames() {}

  /** A frame for each line of a name, a blank and a payload; JSON has no line ends in it. */
  static Buffer of(String lines) {
    Buffer frames = Buffer.buffer();
    lines.lines().forEach(line -> frames.appendBytes(frame(line)));
    return frames;
  }

  private static byte[] frame(String line) {
    int blank = line.indexOf(' ');
    boolean exception = line.startsWith(EXCEPTION);
    String name = line.substring(exception ? EXCEPTION.length() : 0, blank);
    Map<String, HeaderValue> headers = new LinkedHashMap<>();
    headers.put(exception ? ":exception-type" : ":event-type", HeaderValue.fromString(name));
    headers.put(":content-type", HeaderValue.fromString("application/json"));
    headers.put(":message-type", HeaderValue.fromString(exception ? "exception" : "event"));
    byte[] payload = line.substring(blank + 1).getBytes(StandardCharsets.UTF_8);
    return new Message(headers, payload).toByteBuffer().array();
  }
}
