package dev.strowger.dialects.api;

import dev.strowger.dialects.json.Json;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Server-sent events that are written and not yet taken. Not thread-safe. */
public final class EventText {
  private static final byte[] TYPE = "event: ".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] LINE = "\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] DATA = "data: ".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] END = "\n\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] NOTHING = new byte[0];

  private ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** An event without a type. */
  public void add(Json.Writing data) {
    out.writeBytes(DATA);
    Json.write(out, data);
    out.writeBytes(END);
  }

  public void add(String type, Json.Writing data) {
    out.writeBytes(TYPE);
    out.writeBytes(type.getBytes(StandardCharsets.US_ASCII));
    out.writeBytes(LINE);
    add(data);
  }

  /** The events since the last call. */
  public byte[] take() {
    if (out.size() == 0) {
      return NOTHING;
    }
    byte[] events = out.toByteArray();
    out = new ByteArrayOutputStream();
    return events;
  }
}
