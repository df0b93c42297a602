package dev.strowger.dialects;

import java.util.Optional;

/**
 * Translates one provider stream into server-sent events of the client's API; fed with the bytes as
 * they come, in any pieces. Not thread-safe.
 */
public interface StreamDecoder {
  /**
   * @return whole events of the client's API that became complete with these bytes, e.g. {@code
   *     data: {…}\n\n} with a {@code chat.completion.chunk} (never {@code data: [DONE]}, which the
   *     door adds where the API has it); empty if none did
   */
  byte[] feed(byte[] bytes, int offset, int length);

  /**
   * Whether anything a user would see (text, reasoning, a tool call) has come out of {@link #feed}.
   */
  boolean firstTokenSeen();

  /** Whether the provider's own end of the stream was seen; what follows is ignored. */
  boolean finished();

  /** Pieces of text, thoughts or arguments so far. */
  default long pieces() {
    return 0;
  }

  /** Characters of text, thoughts and arguments so far. */
  default long characters() {
    return 0;
  }

  /**
   * Tokens of the answer so far, for a provider that has not counted them: providers send one token
   * in a piece or several, and English text has some four characters to a token.
   */
  default long tokensSoFar() {
    return Math.max(pieces(), (characters() + 3) / 4);
  }

  /** The body has ended, or was cut off; called once. */
  Ending end();

  /** How a stream ended. */
  sealed interface Ending {
    /**
     * @param lastEvents events still owed to the client (e.g. usage), may be empty
     * @param whole the whole answer as one object, where the client's API keeps answers
     */
    record Completed(
        byte[] lastEvents, String finishReason, TokenUsage usage, Optional<byte[]> whole)
        implements Ending {}

    /**
     * The provider failed, or the stream stopped short of its end.
     *
     * @param usage what was used until then, as far as known
     */
    record Broken(Fault fault, TokenUsage usage) implements Ending {}
  }
}
