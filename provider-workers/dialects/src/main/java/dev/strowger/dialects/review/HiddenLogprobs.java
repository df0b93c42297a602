package dev.strowger.dialects.review;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.dialects.Api;
import dev.strowger.dialects.json.Json;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Takes log-probabilities out of a stream whose client did not ask for them. */
public final class HiddenLogprobs {
  private static final byte[] DATA = "data: ".getBytes(StandardCharsets.US_ASCII);

  private HiddenLogprobs() {}

  /**
   * @param events whole events as a dialect writes them, each data on one line
   */
  public static byte[] in(Api api, byte[] events) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(events.length);
    int from = 0;
    for (int i = 0; i < events.length; i++) {
      if (events[i] == '\n') {
        line(api, events, from, i, out);
        out.write('\n');
        from = i + 1;
      }
    }
    line(api, events, from, events.length, out);
    return out.toByteArray();
  }

  private static void line(Api api, byte[] events, int from, int to, ByteArrayOutputStream out) {
    int start = from + DATA.length;
    Optional<JsonNode> data =
        begins(events, from, to) ? Json.read(events, start, to - start) : Optional.empty();
    if (data.isEmpty()) {
      out.write(events, from, to - from);
      return;
    }
    BodyVariants.strip(api, data.get());
    out.writeBytes(DATA);
    out.writeBytes(Json.bytes(data.get()));
  }

  private static boolean begins(byte[] events, int from, int to) {
    for (int i = 0; i < DATA.length; i++) {
      if (from + i >= to || events[from + i] != DATA[i]) {
        return false;
      }
    }
    return true;
  }
}
