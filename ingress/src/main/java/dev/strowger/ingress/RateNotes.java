package dev.strowger.ingress;

import dev.strowger.channel.RateHeaders;
import dev.strowger.records.RateLimits;
import dev.strowger.records.RateWindow;
import io.vertx.core.MultiMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a client may still use, in OpenAI's x-ratelimit headers.
 *
 * @param headers by name; empty if it has no limits
 */
record RateNotes(Map<String, String> headers) {
  static final RateNotes NONE = new RateNotes(Map.of());

  private static final Pattern VALUE = Pattern.compile("[0-9hms.]{1,32}");

  RateNotes {
    headers = Map.copyOf(headers);
  }

  static RateNotes of(@Nullable RateLimits limits) {
    if (limits == null) {
      return NONE;
    }
    Map<String, String> headers = new LinkedHashMap<>();
    put(headers, RateHeaders.REQUESTS, limits.getRequests());
    put(headers, RateHeaders.TOKENS, limits.getTokens());
    return new RateNotes(headers);
  }

  /** From the head of a stream. */
  static RateNotes of(MultiMap channel) {
    Map<String, String> headers = new LinkedHashMap<>();
    for (String name : RateHeaders.NAMES) {
      String value = channel.get(name);
      if (value != null && VALUE.matcher(value).matches()) {
        headers.put(name, value);
      }
    }
    return new RateNotes(headers);
  }

  void writeTo(MultiMap response) {
    headers.forEach(response::set);
  }

  private static void put(Map<String, String> headers, String kind, @Nullable RateWindow window) {
    if (window != null) {
      headers.putAll(
          RateHeaders.of(kind, window.getLimit(), window.getRemaining(), window.getResetMs()));
    }
  }
}
