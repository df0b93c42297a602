package dev.strowger.ingress;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.List;

/**
 * Heads of HTTP/1 that the server takes, but that whoever stands before it could read otherwise
 * (RFC 9112, 3.2 and 6.3).
 */
final class StrictHead {
  private StrictHead() {}

  static boolean ambiguous(HttpServerRequest request) {
    if (request.version() == HttpVersion.HTTP_2) {
      return false;
    }
    List<String> codings = request.headers().getAll("transfer-encoding");
    boolean oddCoding =
        !codings.isEmpty()
            && (codings.size() > 1 || !codings.getFirst().strip().equalsIgnoreCase("chunked"));
    return oddCoding
        || request.headers().getAll("host").size() != 1
        || request.headers().names().stream().anyMatch(String::isEmpty);
  }
}
