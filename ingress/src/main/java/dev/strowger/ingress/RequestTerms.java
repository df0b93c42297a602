package dev.strowger.ingress;

import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Optional;

/**
 * How a request is to be done, as its headers say.
 *
 * @param limit how long it may take
 * @param unsupported what becomes of parameters that a target cannot do
 * @param key by which the client may ask for the same answer again
 * @param labels what the policy may go by
 */
record RequestTerms(
    Duration limit, Unsupported unsupported, Optional<IdempotencyKey> key, Labels labels) {

  /** What came of reading the headers. */
  sealed interface Reading {
    record Good(RequestTerms terms) implements Reading {}

    record Refused(OpenAiError error) implements Reading {}
  }

  static Reading of(HttpServerRequest request, Endpoint endpoint, IngressConfig config) {
    Optional<OpenAiError> problem = body(request, config.bounds().maxBodyBytes());
    if (problem.isPresent()) {
      return new Reading.Refused(problem.get());
    }
    Duration limit =
        RequestHeaders.limit(request.getHeader(RequestHeaders.TIMEOUT), config.times().deadline());
    if (limit.isZero()) {
      return new Reading.Refused(Refusals.badTimeout());
    }
    Optional<Unsupported> unsupported =
        RequestHeaders.unsupported(request.getHeader(Unsupported.HEADER), config.unsupported());
    if (unsupported.isEmpty()) {
      return new Reading.Refused(Refusals.badUnsupported());
    }
    return switch (Labels.of(request)) {
      case Labels.Reading.Refused(OpenAiError error) -> new Reading.Refused(error);
      case Labels.Reading.Good(Labels labels) ->
          switch (key(request, endpoint)) {
            case IdempotencyKey.Said.Nothing() ->
                new Reading.Good(
                    new RequestTerms(limit, unsupported.get(), Optional.empty(), labels));
            case IdempotencyKey.Said.Key(IdempotencyKey key) ->
                new Reading.Good(
                    new RequestTerms(limit, unsupported.get(), Optional.of(key), labels));
            case IdempotencyKey.Said.Unusable() ->
                new Reading.Refused(Refusals.badIdempotencyKey(IdempotencyKey.MAX_CHARS));
          };
    };
  }

  private static Optional<OpenAiError> body(HttpServerRequest request, int maxBody) {
    if (RequestHeaders.declaredLength(request) > maxBody) {
      return Optional.of(Refusals.tooLarge(maxBody));
    }
    if (!RequestHeaders.isJson(request.getHeader("content-type"))) {
      return Optional.of(Refusals.notJson());
    }
    String encoding = request.getHeader("content-encoding");
    return encoding == null || encoding.equalsIgnoreCase("identity")
        ? Optional.empty()
        : Optional.of(Refusals.encoded());
  }

  /** Counting tokens costs nothing: it may be done as often as it is asked. */
  private static IdempotencyKey.Said key(HttpServerRequest request, Endpoint endpoint) {
    return endpoint == Endpoint.COUNT_TOKENS
        ? new IdempotencyKey.Said.Nothing()
        : IdempotencyKey.of(request);
  }
}
