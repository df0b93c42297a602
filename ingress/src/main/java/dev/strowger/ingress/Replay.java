package dev.strowger.ingress;

import dev.strowger.records.ResponseRecord;
import dev.strowger.topics.Body;
import io.vertx.core.buffer.Buffer;

/**
 * An answer that is given again to a client that asks again.
 *
 * @param head who answered the first time
 * @param events whether the bytes are a stream's server-sent events
 */
record Replay(ReplyHead head, boolean events, byte[] bytes) {
  static final String HEADER = "idempotent-replayed";

  /**
   * Unpacks: not for an event loop.
   *
   * @param room for the bytes is taken here
   */
  static Sought<Replay> of(ResponseRecord kept, int maxBytes, Hold room) {
    Body answer = new Body(kept.getResponseEncoding(), kept.getResponse());
    if (!room.take(answer.plainBytes())) {
      return new Sought.Refused<>(Refusals.full());
    }
    ReplyHead head =
        new ReplyHead(
            kept.getRoute(),
            kept.getProvider(),
            kept.getModel(),
            0,
            kept.getSimulated(),
            new ReplyHead.Notes(String.join(", ", kept.getDropped()), "", ""));
    return new Sought.Found<>(new Replay(head, kept.getEvents(), answer.unpack(maxBytes)));
  }

  /**
   * Answers the client.
   *
   * @param sent runs when the client has it, or has left
   */
  void send(Visit visit, Runnable sent) {
    visit.head(head);
    visit.request().response().putHeader(HEADER, "true");
    if (events) {
      visit.wholeStream(Buffer.buffer(bytes).appendString(visit.endpoint().trailer().text()), sent);
    } else {
      visit.answer(bytes, sent);
    }
  }
}
