package dev.strowger.dialects.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.dialects.json.Json;
import java.util.Arrays;
import java.util.Optional;

/**
 * The last bytes of a stream. A failing stream may end in a bare JSON error, over several lines and
 * without the framing of an event.
 */
final class GeminiStreamTail {
  private static final int MAX_BYTES = 8 << 10;

  /** Where an error may begin; more places are not tried. */
  private static final int MAX_TRIES = 8;

  private final byte[] bytes = new byte[MAX_BYTES];
  private int length;

  void keep(byte[] more, int offset, int count) {
    int kept = Math.min(count, MAX_BYTES);
    int before = Math.min(length, MAX_BYTES - kept);
    System.arraycopy(bytes, length - before, bytes, 0, before);
    System.arraycopy(more, offset + count - kept, bytes, before, kept);
    length = before + kept;
  }

  /** The body of the error in which the stream ends. */
  Optional<JsonNode> error() {
    int tries = 0;
    for (int i = 0; i < length && tries < MAX_TRIES; i++) {
      boolean lineStarts = i == 0 || bytes[i - 1] == '\n' || bytes[i - 1] == '\r';
      if (lineStarts && (bytes[i] == '{' || bytes[i] == '[')) {
        tries++;
        Optional<JsonNode> error =
            Json.read(Arrays.copyOfRange(bytes, i, length))
                .filter(body -> GeminiErrors.error(body).isPresent());
        if (error.isPresent()) {
          return error;
        }
      }
    }
    return Optional.empty();
  }
}
