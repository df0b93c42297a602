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
}
