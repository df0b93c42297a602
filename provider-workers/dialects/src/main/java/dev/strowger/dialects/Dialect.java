package dev.strowger.dialects;

/**
 * One family of provider wire formats. Implementations have no state, no clock and no I/O; what
 * differs between providers of a family is data in {@link Provider}.
 */
public interface Dialect {
  /** As {@code dialect:} names it in providers.yaml. */
  String name();

  /** The client's request as this provider wants it. */
  Encoding encode(Call call, Provider provider);

  /**
   * A whole response: of a sync call, or any response with a status of 400 and up, or one that is
   * not the stream that was asked for.
   */
  Decoding decode(Response response, Call call, Provider provider);

  /** A translator for one streamed response with a status of 200. */
  StreamDecoder stream(Call call, Provider provider);

  /**
   * One call of one target.
   *
   * @param requestId the gateway's id of the request
   * @param createdSeconds when the request was received, seconds since the epoch, for {@code
   *     created}
   * @param model as the provider names it
   * @param requestedModel as the client named it
   * @param stream whether the client asked for a stream
   * @param includeUsage whether the client asked for usage in the stream
   * @param body the client's JSON (POST /v1/chat/completions), unchanged
   */
  record Call(
      String requestId,
      long createdSeconds,
      String model,
      String requestedModel,
      boolean stream,
      boolean includeUsage,
      byte[] body) {}

  /** A request ready to be sent, or why it cannot be. */
  sealed interface Encoding {
    record Sendable(ProviderRequest request) implements Encoding {}

    record Unsendable(Fault fault) implements Encoding {}
  }

  /**
   * A response of a provider.
   *
   * @param status HTTP status
   * @param headers names in lower case
   * @param body all of it, decompressed
   */
  record Response(int status, java.util.Map<String, String> headers, byte[] body) {
    public Response {
      headers = java.util.Map.copyOf(headers);
    }
  }

  /** What a whole response means. */
  sealed interface Decoding {
    /**
     * @param body an OpenAI {@code chat.completion} object
     */
    record Answered(byte[] body, String finishReason, TokenUsage usage) implements Decoding {}

    record Failed(Fault fault) implements Decoding {}
  }
}
