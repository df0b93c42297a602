package dev.strowger.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.simulator.answer.BadQuestion;
import dev.strowger.simulator.wire.Json;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.Objects;

/** Reads the JSON body of a call, up to a bound. */
final class Body {
  /** No body is longer. */
  static final int MOST_BYTES = 48 << 20;

  /** Longer bodies are parsed off the event loop. */
  private static final int LONG_BYTES = 128 << 10;

  private Body() {}

  /** Fails with {@link BadQuestion} when the body is too long. */
  static Future<Buffer> read(HttpServerRequest request) {
    Promise<Buffer> whole = Promise.promise();
    Buffer sofar = Buffer.buffer();
    request.handler(
        piece -> {
          if (sofar.length() + piece.length() > MOST_BYTES) {
            whole.tryFail(new BadQuestion("request body is too large"));
          } else {
            sofar.appendBuffer(piece);
          }
        });
    request.exceptionHandler(whole::tryFail);
    request.endHandler(_ -> whole.tryComplete(sofar));
    return whole.future();
  }

  static Future<JsonNode> parse(Vertx vertx, Buffer body) {
    return body.length() > LONG_BYTES
        ? vertx.executeBlocking(() -> parse(body), false).map(Objects::requireNonNull)
        : Future.future(promise -> promise.complete(parse(body)));
  }

  private static JsonNode parse(Buffer body) {
    try {
      return Json.MAPPER.readTree(body.getBytes());
    } catch (java.io.IOException e) {
      throw new BadQuestion("We could not parse the JSON body of your request.");
    }
  }
}
