package dev.strowger.worker;

import dev.strowger.dialects.Api;
import dev.strowger.dialects.TokenUsage;
import dev.strowger.dialects.review.BodyVariants;
import dev.strowger.dialects.review.GivenAnswer;
import dev.strowger.dialects.review.HiddenLogprobs;
import java.util.List;
import java.util.Optional;

/**
 * A whole answer that its client has nothing of yet.
 *
 * @param api the client's, which the bytes are of
 * @param bytes an object, or a stream's server-sent events
 * @param object the answer as one object, where there is one
 * @param extra whether it has log-probabilities that the client did not ask for
 * @param dropped parameters of the client's that the provider did not get
 */
record WholeAnswer(
    Api api,
    byte[] bytes,
    boolean events,
    Optional<byte[]> object,
    boolean extra,
    End end,
    List<String> dropped) {
  WholeAnswer {
    dropped = List.copyOf(dropped);
  }

  /** How it ended. */
  record End(String finishReason, TokenUsage usage) {}

  GivenAnswer read() {
    return events ? GivenAnswer.ofEvents(api, bytes) : GivenAnswer.of(api, bytes);
  }

  /** As the client is to get it. */
  WholeAnswer shown() {
    if (!extra) {
      return this;
    }
    byte[] plain =
        events ? HiddenLogprobs.in(api, bytes) : BodyVariants.withoutLogprobs(api, bytes);
    Optional<byte[]> whole = object.map(one -> BodyVariants.withoutLogprobs(api, one));
    return new WholeAnswer(api, plain, events, whole, false, end, dropped);
  }
}
