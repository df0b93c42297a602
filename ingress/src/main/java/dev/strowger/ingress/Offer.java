package dev.strowger.ingress;

import dev.strowger.channel.Channel;
import io.vertx.core.MultiMap;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What a worker that opens the channel brings.
 *
 * @param resume the events go on where a broken stream ended
 * @param after so many bytes of events, if the worker says so
 * @param rescue a break of it may be made good
 */
record Offer(ReplyHead head, boolean resume, OptionalLong after, boolean rescue) {
  static Offer of(MultiMap headers) {
    return new Offer(
        ReplyHead.of(headers),
        "true".equals(headers.get(Channel.RESUME)),
        number(headers.get(Channel.SENT)),
        "rescue".equals(headers.get(Channel.GUARD)));
  }

  /** Whether its events can come next: not if somebody else went on from the same place. */
  boolean follows(SentEvents sent) {
    return sent.empty() || (resume && after.orElse(sent.bytes()) == sent.bytes());
  }

  /** No client has a negative number of bytes. */
  private static OptionalLong number(@Nullable String text) {
    try {
      return text == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(text));
    } catch (NumberFormatException e) {
      return OptionalLong.of(-1);
    }
  }
}
