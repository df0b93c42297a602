package dev.strowger.worker;

import java.util.Optional;

/**
 * What is kept of the events that one stream's client gets: for the client's return, for others who
 * ask the same, for auditors. Comes from the stream's call, as they pass.
 */
final class PassedEvents {
  private final AskedCall asked;
  private final AnswerKeeper keeper;
  private final boolean simulated;
  private final KeptStream kept;
  private final StreamCopy copy;

  private PassedEvents(AskedCall asked, AnswerKeeper keeper, boolean simulated, KeptStream kept) {
    this.asked = asked;
    this.keeper = keeper;
    this.simulated = simulated;
    this.kept = kept;
    this.copy = StreamCopy.of(asked);
  }

  /** Of a stream that begins: nothing of it has passed before. */
  static PassedEvents of(AskedCall asked, Upstream upstream, AnswerKeeper keeper) {
    keeper.audit().begin(asked.delivery());
    return new PassedEvents(
        asked,
        keeper,
        upstream.access().simulated(),
        KeptStream.of(asked.delivery(), upstream.limits().maxBodyBytes()));
  }

  void add(byte[] events) {
    kept.add(events);
    copy.add(events);
    keeper.audit().passed(asked.delivery(), events);
  }

  /** Whether the stream is worth reading to its end even if nobody listens. */
  boolean wanted() {
    return kept.wanted();
  }

  /**
   * Keeps the whole stream for the client's return.
   *
   * @return false if this process stops and the log does not have it
   */
  boolean kept() throws InterruptedException {
    Optional<byte[]> events = kept.whole();
    return events.isEmpty()
        || keeper.keepForRepeats(
            asked.delivery(), new KeptAnswer(events.get(), true, simulated, asked.dropped()));
  }

  /** For others; empty if they do not get it. */
  Optional<KeptAnswer> copy() {
    return copy.whole(simulated, asked.dropped());
  }
}
