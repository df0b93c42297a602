package dev.strowger.dialects.wire;

import dev.strowger.dialects.Fault;
import dev.strowger.dialects.TokenUsage;

/** Reads one provider stream into a sink; fed in any pieces. Not thread-safe. */
public interface StreamReader {
  void feed(byte[] bytes, int offset, int length);

  /** Whether the provider's own end of the stream was seen; what follows is ignored. */
  boolean finished();

  /** The body has ended, or was cut off; called once. The sink has all it will get afterwards. */
  Ending end();

  /** How a stream ended. */
  sealed interface Ending {
    /**
     * The sink has got finish reason and usage.
     *
     * @param finishReason of the first choice, as OpenAI's chat API names it
     */
    record Completed(String finishReason, TokenUsage usage) implements Ending {}

    /**
     * The provider failed, or the stream stopped short of its end.
     *
     * @param usage what was used until then, as far as known
     */
    record Broken(Fault fault, TokenUsage usage) implements Ending {}
  }
}
