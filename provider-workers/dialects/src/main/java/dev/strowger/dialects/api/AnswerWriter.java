package dev.strowger.dialects.api;

import dev.strowger.dialects.Fault;
import dev.strowger.dialects.answer.AnswerSink;
import java.util.Optional;

/** Writes one streamed answer as server-sent events of a client's API. Not thread-safe. */
public interface AnswerWriter extends AnswerSink {
  /** The events since the last call; empty if there are none. */
  byte[] take();

  /** Whether a user would see anything of what was written: text, thoughts, a call, a refusal. */
  boolean visible();

  /** The provider's stream has ended as it should: writes the events that end the API's stream. */
  void complete();

  /** Why the answer cannot be written on in this API, if it cannot; the stream ends with it. */
  default Optional<Fault> fault() {
    return Optional.empty();
  }

  /** Whether a filter has ended the first choice. */
  default boolean stopped() {
    return false;
  }

  /** After {@link #complete}: the whole answer as one object, where the API keeps answers. */
  default Optional<byte[]> whole() {
    return Optional.empty();
  }
}
