package dev.strowger.channel;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * OpenAI's headers for what a client may still use; on the channel as clients get them. Times are
 * as Go writes durations: {@code 120ms}, {@code 1s}, {@code 6m0s}, {@code 1h0m30.5s}.
 */
public final class RateHeaders {
  public static final String LIMIT = "x-ratelimit-limit-";
  public static final String REMAINING = "x-ratelimit-remaining-";
  public static final String RESET = "x-ratelimit-reset-";

  /** Kinds of windows, the ends of the names. */
  public static final String REQUESTS = "requests";

  public static final String TOKENS = "tokens";

  /** All of them. */
  public static final List<String> NAMES =
      Stream.of(REQUESTS, TOKENS)
          .flatMap(kind -> Stream.of(LIMIT + kind, REMAINING + kind, RESET + kind))
          .toList();

  private RateHeaders() {}

  /**
   * The headers of one window.
   *
   * @param kind {@link #REQUESTS} or {@link #TOKENS}
   */
  public static Map<String, String> of(String kind, long limit, long remaining, long resetMs) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put(LIMIT + kind, Long.toString(limit));
    headers.put(REMAINING + kind, Long.toString(remaining));
    headers.put(RESET + kind, duration(resetMs));
    return headers;
  }

  /** As {@code time.Duration} of Go says it. */
  public static String duration(long ms) {
    if (ms < 1000) {
      return ms <= 0 ? "0s" : ms + "ms";
    }
    long hours = ms / 3_600_000;
    long minutes = ms / 60_000 % 60;
    String seconds = seconds(ms % 60_000);
    if (hours > 0) {
      return hours + "h" + minutes + "m" + seconds;
    }
    return minutes > 0 ? minutes + "m" + seconds : seconds;
  }

  private static String seconds(long ms) {
    long part = ms % 1000;
    if (part == 0) {
      return ms / 1000 + "s";
    }
    String digits = Long.toString(1000 + part).substring(1).replaceAll("0+$", "");
    return ms / 1000 + "." + digits + "s";
  }
}
