package dev.strowger.ingress;

/**
 * How far an {@link Exchange} is: Waiting → Streaming → Over, with Interrupted → Streaming any
 * number of times; or at once.
 */
sealed interface Phase {
  record Waiting() implements Phase {}

  record Streaming(ChannelStream source, StreamWriter writer) implements Phase {}

  /** The client has a part of its stream and waits for somebody to go on. */
  record Interrupted(StreamWriter writer, Interruption pause) implements Phase {}

  record Over() implements Phase {}

  /** Tells a worker what the client has. */
  default void tell(SentReply asked) {
    switch (this) {
      case Waiting() -> asked.nothing();
      case Streaming _ -> asked.streaming();
      case Interrupted(StreamWriter writer, Interruption _) -> writer.sent().tell(asked);
      case Over() -> asked.nobody();
    }
  }

  /** Gives back what it holds. */
  default void release() {
    switch (this) {
      case Streaming(ChannelStream _, StreamWriter writer) -> writer.sent().release();
      case Interrupted(StreamWriter writer, Interruption pause) -> {
        pause.end();
        writer.sent().release();
      }
      case Waiting(), Over() -> {}
    }
  }
}
