package dev.strowger.ingress;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/** Refuses requests that never get as far as a path. */
record BadHttp(RequestIds ids, int maxHeaderBytes) {
  /** A request whose first line or headers are no HTTP, or too long. */
  void refuse(HttpServerRequest request) {
    refuse(request, refusal(request.decoderResult().cause()));
  }

  /** A request that others may read otherwise; what follows it on its connection is not read. */
  void refuseAmbiguous(HttpServerRequest request) {
    refuse(request, notHttp());
  }

  private void refuse(HttpServerRequest request, OpenAiError refusal) {
    if (request.version() == null) {
      // An answer would be of the request's version, which is none.
      request.connection().close();
      return;
    }
    HttpServerResponse response = request.response();
    String id = ids.next();
    ErrorFormat errors = AppsDoor.errors(request);
    response.putHeader(AppsDoor.REQUEST_ID, id).putHeader("connection", "close");
    if (errors == ErrorFormat.ANTHROPIC) {
      response.putHeader("request-id", id);
    }
    refusal.send(response, errors, id).onComplete(sent -> request.connection().close());
  }

  private OpenAiError refusal(Throwable cause) {
    return switch (cause) {
      case TooLongHttpLineException _ ->
          OpenAiError.invalid(414, "uri_too_long", null, "The request line is too long.");
      case TooLongHttpHeaderException _ ->
          OpenAiError.invalid(
              431,
              "headers_too_large",
              null,
              "The headers are larger than " + maxHeaderBytes + " bytes.");
      default -> notHttp();
    };
  }

  private static OpenAiError notHttp() {
    return OpenAiError.invalid(400, "bad_request", null, "The request is not valid HTTP.");
  }
}
