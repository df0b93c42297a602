package dev.strowger.ingress;

import io.vertx.core.http.HttpServerResponse;
import java.time.Clock;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/**
 * Makes request ids: {@code req_} and 32 hex digits laid out as a version 7 UUID (RFC 9562, 5.7),
 * so that they sort by time.
 */
final class RequestIds {
  private final Clock clock;
  private final RandomGenerator random;

  RequestIds(Clock clock, RandomGenerator random) {
    this.clock = clock;
    this.random = random;
  }

  /** Where the client of each API looks for it. */
  static void tell(String id, HttpServerResponse response, ErrorFormat format) {
    response.putHeader(AppsDoor.REQUEST_ID, id);
    if (format == ErrorFormat.ANTHROPIC) {
      response.putHeader("request-id", id);
    }
  }

  String next() {
    HexFormat hex = HexFormat.of();
    long high = (clock.millis() << 16) | 0x7000L | (random.nextInt() & 0xFFFL);
    long low = (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
    return "req_" + hex.toHexDigits(high) + hex.toHexDigits(low);
  }
}
