package dev.strowger.ingress;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;

/** Answers that are at hand. */
final class Pages {
  private Pages() {}

  static void json(RoutingContext rc, int status, byte[] bytes) {
    rc.response().setStatusCode(status).putHeader("content-type", "application/json");
    body(rc, bytes);
  }

  static void body(RoutingContext rc, byte[] bytes) {
    rc.response().putHeader("content-length", Integer.toString(bytes.length));
    if (rc.request().method().equals(HttpMethod.HEAD)) {
      rc.response().end();
    } else {
      rc.response().end(Buffer.buffer(bytes));
    }
  }
}
