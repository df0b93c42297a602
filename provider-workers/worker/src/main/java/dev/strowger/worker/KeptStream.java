package dev.strowger.worker;

import java.io.ByteArrayOutputStream;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The events of one stream as its client gets them, gathered while they pass if the client may ask
 * for them again, or another answer is to be compared with it. Comes from the stream's call; goes
 * to the {@link AnswerKeeper} at the end.
 */
final class KeptStream {
  private static final Logger log = LoggerFactory.getLogger(KeptStream.class);

  private final String requestId;

  /** The client may come back for it. */
  private final boolean returning;

  private final int mostBytes;
  private final ByteArrayOutputStream events = new ByteArrayOutputStream();
  private boolean wanted;

  private KeptStream(Delivery delivery, int mostBytes) {
    this.requestId = delivery.requestId();
    this.returning = delivery.keyed();
    this.wanted = returning || delivery.routed().getPlan().getKeepAnswer();
    this.mostBytes = mostBytes;
  }

  /**
   * @param mostBytes a longer stream is not kept
   */
  static KeptStream of(Delivery delivery, int mostBytes) {
    return new KeptStream(delivery, mostBytes);
  }

  /** Whether it is worth reading to its end even if nobody listens. */
  boolean wanted() {
    return wanted && returning;
  }

  void add(byte[] more) {
    if (!wanted) {
      return;
    }
    if (events.size() + (long) more.length > mostBytes) {
      wanted = false;
      events.reset();
      log.atWarn()
          .addKeyValue("requestId", requestId)
          .addKeyValue("mostBytes", mostBytes)
          .log("a stream is too long to be kept: a repeat of its request will be refused");
      return;
    }
    events.writeBytes(more);
  }

  /** Empty if it is not to be kept, or too long. */
  Optional<byte[]> whole() {
    return wanted ? Optional.of(events.toByteArray()) : Optional.empty();
  }
}
