package dev.strowger.dialects;

/**
 * Translates one provider stream into OpenAI server-sent events; fed with the bytes as they come,
 * in any pieces. Not thread-safe.
 */
public interface StreamDecoder {
  /**
   * @return whole OpenAI {@code chat.completion.chunk} events that became complete with these bytes
   *     ({@code data: {…}\n\n}, never {@code data: [DONE]}); empty if none did
   */
  byte[] feed(byte[] bytes, int offset, int length);

  /**
   * Whether anything a user would see (text, reasoning, a tool call) has come out of {@link #feed}.
   */
  boolean firstTokenSeen();

  /** Whether the provider's own end of the stream was seen; what follows is ignored. */
  boolean finished();

  /** The body has ended, or was cut off; called once. */
  Ending end();

  /** How a stream ended. */
  sealed interface Ending {
    /**
     * @param lastEvents OpenAI events still owed to the client (e.g. usage), may be empty
     */
    record Completed(byte[] lastEvents, String finishReason, TokenUsage usage) implements Ending {}

    /**
     * The provider failed, or the stream stopped short of its end.
     *
     * @param usage what was used until then, as far as known
     */
    record Broken(Fault fault, TokenUsage usage) implements Ending {}
  }
}
