package dev.strowger.worker;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Optional;

/**
 * The events of one stream, gathered while they pass so that others may get them. Comes from the
 * stream's call; goes to the {@link CacheKeeper} with its outcome.
 */
final class StreamCopy {
  private final int mostBytes;
  private final ByteArrayOutputStream events = new ByteArrayOutputStream();
  private boolean wanted;

  private StreamCopy(boolean wanted, int mostBytes) {
    this.wanted = wanted;
    this.mostBytes = mostBytes;
  }

  /** Gathers nothing unless the answer is to be kept, nor if the client has its beginning. */
  static StreamCopy of(AskedCall asked) {
    boolean wanted = asked.begun().isEmpty() && Keepable.terms(asked.delivery()).isPresent();
    return new StreamCopy(wanted, Keepable.MOST_BYTES);
  }

  void add(byte[] more) {
    if (!wanted) {
      return;
    }
    if (events.size() + (long) more.length > mostBytes) {
      wanted = false;
      events.reset();
      return;
    }
    events.writeBytes(more);
  }

  /** Empty if it is not to be kept, or too long. */
  Optional<KeptAnswer> whole(boolean simulated, List<String> dropped) {
    return wanted
        ? Optional.of(new KeptAnswer(events.toByteArray(), true, simulated, dropped))
        : Optional.empty();
  }
}
