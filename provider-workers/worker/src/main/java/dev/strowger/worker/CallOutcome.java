package dev.strowger.worker;

import dev.strowger.dialects.Fault;
import dev.strowger.dialects.TokenUsage;
import java.util.List;

/** How one call of a provider ended, as far as the client is concerned. */
sealed interface CallOutcome {
  /**
   * The whole answer is here and the client has nothing of it yet.
   *
   * @param body an object of the client's API
   * @param dropped parameters of the client's that the provider did not get
   */
  record Answered(byte[] body, String finishReason, TokenUsage usage, List<String> dropped)
      implements CallOutcome {
    public Answered {
      dropped = List.copyOf(dropped);
    }
  }

  /** The client has the whole stream. */
  record Streamed(String finishReason, TokenUsage usage) implements CallOutcome {}

  /** It failed and the client has seen nothing. */
  record Faulted(Fault fault, TokenUsage usage) implements CallOutcome {}

  /** It failed when the client had a part, and the client was told. */
  record BrokeOff(Fault fault, TokenUsage usage) implements CallOutcome {}

  /** The client went away, or its ingress did. */
  record ClientGone(String why, TokenUsage usage) implements CallOutcome {}

  /** Another delivery of the same request is being streamed to the client. */
  record AnsweredElsewhere(TokenUsage usage) implements CallOutcome {}

  TokenUsage usage();
}
