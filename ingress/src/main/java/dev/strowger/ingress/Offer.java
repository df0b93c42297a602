package dev.strowger.ingress;

import dev.strowger.channel.Channel;
import io.vertx.core.MultiMap;

/**
 * What a worker that opens the channel brings.
 *
 * @param resume the events go on where a broken stream ended
 * @param rescue a break of it may be made good
 */
record Offer(ReplyHead head, boolean resume, boolean rescue) {
  static Offer of(MultiMap headers) {
    return new Offer(
        ReplyHead.of(headers),
        "true".equals(headers.get(Channel.RESUME)),
        "rescue".equals(headers.get(Channel.GUARD)));
  }
}
