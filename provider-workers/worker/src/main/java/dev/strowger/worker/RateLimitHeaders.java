package dev.strowger.worker;

import dev.strowger.channel.RateHeaders;
import dev.strowger.records.RateLimits;
import dev.strowger.records.RateWindow;
import io.vertx.core.http.RequestOptions;
import org.jspecify.annotations.Nullable;

/** What a client may still use, in the head of a stream. */
final class RateLimitHeaders {
  private RateLimitHeaders() {}

  static void put(RequestOptions options, @Nullable RateLimits limits) {
    if (limits != null) {
      put(options, RateHeaders.REQUESTS, limits.getRequests());
      put(options, RateHeaders.TOKENS, limits.getTokens());
    }
  }

  private static void put(RequestOptions options, String kind, @Nullable RateWindow window) {
    if (window != null) {
      RateHeaders.of(kind, window.getLimit(), window.getRemaining(), window.getResetMs())
          .forEach(options::putHeader);
    }
  }
}
