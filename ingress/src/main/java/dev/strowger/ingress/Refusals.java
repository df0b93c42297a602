package dev.strowger.ingress;

import java.time.Duration;

/** The refusals of the door that do not depend on what stands in a body. */
final class Refusals {
  private static final Duration SOON = Duration.ofSeconds(1);
  private static final Duration LATER = Duration.ofSeconds(5);

  static final String ITEM_NOT_FOUND = "item_not_found";

  private Refusals() {}

  static OpenAiError noKey() {
    return OpenAiError.invalid(
        401,
        "invalid_api_key",
        null,
        "No API key was given. Send it in the header 'Authorization: Bearer <key>'"
            + " or 'x-api-key: <key>'.");
  }

  static OpenAiError wrongKey() {
    return OpenAiError.invalid(401, "invalid_api_key", null, "The API key is not known here.");
  }

  static OpenAiError revokedKey() {
    return OpenAiError.invalid(401, "invalid_api_key", null, "The API key has been revoked.");
  }

  static OpenAiError expiredKey() {
    return OpenAiError.invalid(401, "invalid_api_key", null, "The API key has expired.");
  }

  static OpenAiError tooLarge(int limitBytes) {
    return OpenAiError.invalid(
        413,
        "request_too_large",
        null,
        "The request body is larger than the limit of " + size(limitBytes) + ".");
  }

  private static String size(int bytes) {
    return bytes % (1 << 20) == 0 ? (bytes >> 20) + " MiB" : bytes + " bytes";
  }

  static OpenAiError tooSlow(Duration limit) {
    return OpenAiError.invalid(
        408,
        "request_timeout",
        null,
        "The request body did not arrive within " + limit.toMillis() + " ms.");
  }

  static OpenAiError notJson() {
    return OpenAiError.invalid(
        415,
        "unsupported_media_type",
        null,
        "The body must be JSON: send the header 'Content-Type: application/json'.");
  }

  static OpenAiError encoded() {
    return OpenAiError.invalid(
        415,
        "unsupported_content_encoding",
        null,
        "The body must be sent without a Content-Encoding.");
  }

  static OpenAiError badTimeout() {
    return OpenAiError.invalid(
        400,
        "invalid_value",
        RequestHeaders.TIMEOUT,
        "The header '"
            + RequestHeaders.TIMEOUT
            + "' must be a whole number of milliseconds, 1"
            + " or more.");
  }

  static OpenAiError badUnsupported() {
    return OpenAiError.invalid(
        400,
        "invalid_value",
        Unsupported.HEADER,
        "The header '" + Unsupported.HEADER + "' must be 'strict' or 'lenient'.");
  }

  /**
   * @param expected e.g. {@code "'true' or 'false'"}
   */
  static OpenAiError badHeader(String header, String expected) {
    return OpenAiError.invalid(
        400, "invalid_value", header, "The header '" + header + "' must be " + expected + ".");
  }

  static OpenAiError badIdempotencyKey(int mostChars) {
    return OpenAiError.invalid(
        400,
        "invalid_idempotency_key",
        null,
        "The header 'Idempotency-Key' must be given once, with 1 to "
            + mostChars
            + " visible ASCII characters.");
  }

  static OpenAiError idempotencyKeyReused() {
    return OpenAiError.invalid(
        400,
        "idempotency_key_reused",
        null,
        "The header 'Idempotency-Key' has the key of an earlier request, which had another body."
            + " Use a new key for a new request.");
  }

  static OpenAiError answerNotKept() {
    return OpenAiError.invalid(
        409,
        "idempotent_answer_not_kept",
        null,
        "The request with this 'Idempotency-Key' has been answered, but its answer is not kept: it"
            + " was too large, or is too old. Use a new key to have it done again.");
  }

  static OpenAiError noPreviousResponse() {
    return OpenAiError.invalid(
        400,
        "previous_response_not_found",
        "previous_response_id",
        "There is no response of this id: it may have been deleted, be too old, or not have been"
            + " stored. Send the whole conversation as 'input' instead.");
  }

  static OpenAiError noItem(String id) {
    return OpenAiError.invalid(
        400,
        ITEM_NOT_FOUND,
        "input",
        "Item with id '"
            + BadBody.echo(id)
            + "' not found: its response may have been deleted, be too old, or not have been"
            + " stored. Send the item itself instead.");
  }

  static OpenAiError itemTwice(String id) {
    return OpenAiError.invalid(
        400,
        "duplicate_item",
        "input",
        "Item with id '" + BadBody.echo(id) + "' is referred to more than once.");
  }

  static OpenAiError tooManyReferences(int most) {
    return OpenAiError.invalid(
        400,
        "too_many_references",
        "input",
        "The input refers to items of more than " + most + " responses: send the items instead.");
  }

  static OpenAiError tooLongToGoOn(int limitBytes) {
    return OpenAiError.invalid(
        400,
        "request_too_large",
        "input",
        "The conversation so far and this input are larger than the limit of "
            + size(limitBytes)
            + ".");
  }

  static OpenAiError noResponse() {
    return OpenAiError.invalid(404, "not_found", null, "There is no response of this id.");
  }

  static OpenAiError noKeptStream() {
    return OpenAiError.invalid(
        400,
        "unsupported_value",
        "stream",
        "A kept response is not streamed again: leave 'stream' out.");
  }

  static OpenAiError tooManyParts(int most) {
    return OpenAiError.invalid(
        400,
        "too_many_parts",
        "input",
        "The conversation so far and this input have more than " + most + " JSON tokens.");
  }

  static OpenAiError keptNotKnownYet() {
    return OpenAiError.server(
            503,
            "responses_not_loaded",
            "This gateway has just started and does not know all kept responses yet; try again.")
        .retryAfter(LATER);
  }

  static OpenAiError keptUnavailable() {
    return OpenAiError.server(
            503, "log_unavailable", "The kept response could not be read; try again.")
        .retryAfter(LATER);
  }

  static OpenAiError erased() {
    return OpenAiError.invalid(
        410,
        "content_erased",
        null,
        "The key of this content was destroyed: nobody can read it any more.");
  }

  static OpenAiError keysUnavailable() {
    return OpenAiError.server(
            503, "keys_unavailable", "The keys of this tenant cannot be reached; try again.")
        .retryAfter(LATER);
  }

  static OpenAiError badPage() {
    return OpenAiError.invalid(
        400,
        "invalid_value",
        null,
        "The order must be 'asc' or 'desc', and the limit a whole number, 1 to 100.");
  }

  static OpenAiError full() {
    return OpenAiError.server(
            503, "overloaded", "The gateway has as many requests in flight as it takes; try again.")
        .retryAfter(SOON);
  }

  static OpenAiError draining() {
    return OpenAiError.server(503, "shutting_down", "This gateway is shutting down; try again.")
        .retryAfter(SOON);
  }

  static OpenAiError logUnavailable() {
    return OpenAiError.server(
            503,
            "log_unavailable",
            "The gateway could not record the request durably, so it was not carried out; try"
                + " again.")
        .retryAfter(LATER);
  }

  static OpenAiError deadline(Duration limit) {
    return OpenAiError.server(
        504,
        "deadline_exceeded",
        "No answer was complete within " + limit.toMillis() + " ms of the request's arrival.");
  }

  static OpenAiError interrupted() {
    return OpenAiError.server(
        502, "stream_interrupted", "The answer broke off before it was complete.");
  }

  static OpenAiError internal() {
    return OpenAiError.server(500, "internal_error", "The gateway failed on this request.");
  }
}
