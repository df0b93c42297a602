package dev.strowger.ingress;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;

/**
 * For browsers that come upon this door: nothing of it is a page, may be framed, or is to be kept.
 */
final class SecureHeaders {
  private static final String YEAR = "max-age=31536000";

  private SecureHeaders() {}

  static void put(HttpServerRequest request) {
    MultiMap headers = request.response().headers();
    headers
        .set("x-content-type-options", "nosniff")
        .set("cache-control", "no-store")
        .set("referrer-policy", "no-referrer")
        .set("content-security-policy", "default-src 'none'; frame-ancestors 'none'");
    if (request.isSSL()) {
      headers.set("strict-transport-security", YEAR);
    }
  }
}
