package dev.strowger.ingress;

import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a request's headers say of it. */
final class RequestHeaders {
  /** Lowers the deadline of one request, in milliseconds. */
  static final String TIMEOUT = "x-strowger-timeout-ms";

  private RequestHeaders() {}

  /** Zero if it is not said. */
  static long declaredLength(HttpServerRequest request) {
    String length = request.getHeader("content-length");
    return length != null && length.matches("[0-9]{1,18}") ? Long.parseLong(length) : 0;
  }

  static boolean isJson(@Nullable String contentType) {
    if (contentType == null) {
      return false;
    }
    int end = contentType.indexOf(';');
    String media = end < 0 ? contentType : contentType.substring(0, end);
    return media.strip().toLowerCase(Locale.ROOT).equals("application/json");
  }

  /** Empty if the header is neither. */
  static Optional<Unsupported> unsupported(@Nullable String asked, Unsupported otherwise) {
    return asked == null ? Optional.of(otherwise) : Unsupported.of(asked);
  }

  /** Zero if the header is no number of milliseconds. */
  static Duration limit(@Nullable String timeoutMs, Duration most) {
    if (timeoutMs == null) {
      return most;
    }
    if (!timeoutMs.strip().matches("[0-9]{1,12}")) {
      return Duration.ZERO;
    }
    Duration asked = Duration.ofMillis(Long.parseLong(timeoutMs.strip()));
    return asked.compareTo(most) < 0 ? asked : most;
  }
}
