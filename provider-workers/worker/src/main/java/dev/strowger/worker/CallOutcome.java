package dev.strowger.worker;

import dev.strowger.dialects.Fault;
import dev.strowger.dialects.TokenUsage;
import dev.strowger.topics.Body;
import java.util.List;
import java.util.Optional;

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

  /**
   * The client has the whole stream.
   *
   * @param copy of it, if it is to be kept for others
   */
  record Streamed(String finishReason, TokenUsage usage, Optional<KeptAnswer> copy)
      implements CallOutcome {
    Streamed(String finishReason, TokenUsage usage) {
      this(finishReason, usage, Optional.empty());
    }
  }

  /** The whole answer is here, the client has nothing of it yet, and it is to be looked at. */
  record Held(WholeAnswer answer) implements CallOutcome {
    @Override
    public TokenUsage usage() {
      return answer.end().usage();
    }
  }

  /**
   * As {@link Held}: it was looked at, and goes to the step that judges it.
   *
   * @param packed its bytes
   */
  record Candidate(WholeAnswer answer, Body packed) implements CallOutcome {
    @Override
    public TokenUsage usage() {
      return answer.end().usage();
    }
  }

  /**
   * A whole answer to a question of the gateway's own; the client gets nothing of it.
   *
   * @param note what it was for, and what came of it
   */
  record Aside(byte[] body, TokenUsage usage, String note) implements CallOutcome {}

  /** It failed and the client has seen nothing. */
  record Faulted(Fault fault, TokenUsage usage) implements CallOutcome {}

  /** It failed when the client had a part, and the client was told. */
  record BrokeOff(Fault fault, TokenUsage usage) implements CallOutcome {}

  /**
   * It broke off when the client had a part, and the client waits for another step to go on.
   *
   * @param next the step that goes on
   */
  record Interrupted(Fault fault, TokenUsage usage, int next) implements CallOutcome {}

  /** The target refused a way of going on with a broken answer; there is another way. */
  record WayRefused(Fault fault, TokenUsage usage) implements CallOutcome {}

  /** The provider was not called. */
  record NotCalled(Standing standing, String why) implements CallOutcome {
    /** Where the request stands then. */
    enum Standing {
      /** Nobody waits for an answer. */
      GONE,
      /** Another delivery answers. */
      ELSEWHERE,
      /** The client has a part of an answer that nobody can go on with. */
      HELD
    }

    @Override
    public TokenUsage usage() {
      return TokenUsage.NONE;
    }
  }

  /** The client went away, or its ingress did. */
  record ClientGone(String why, TokenUsage usage) implements CallOutcome {}

  /** Another delivery of the same request is being streamed to the client. */
  record AnsweredElsewhere(TokenUsage usage) implements CallOutcome {}

  TokenUsage usage();
}
