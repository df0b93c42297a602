package dev.strowger.ingress;

import java.util.ArrayList;
import java.util.List;

/**
 * The events one client has of its stream, so that another worker can go on with the answer. As the
 * pieces came, without a copy. Lives on the client's context.
 */
final class SentEvents {
  /** What the list and the array's head take beside the bytes. */
  private static final int OVERHEAD_BYTES = 24;

  private final RescueDesk desk;
  private final List<byte[]> pieces = new ArrayList<>();
  private State state = State.KEPT;
  private long held;
  private long bytes;
  private boolean whole = true;

  private enum State {
    /** All that was sent is here. */
    KEPT,
    /** There was no room, or it was given back. */
    DROPPED,
    /** The plan does not want this stream gone on with. */
    UNGUARDED
  }

  SentEvents(RescueDesk desk) {
    this.desk = desk;
  }

  /** Tells whether a break of what comes now may be made good. */
  void guard(boolean rescue) {
    if (!rescue) {
      drop(State.UNGUARDED);
    } else if (state == State.UNGUARDED) {
      state = State.DROPPED;
    }
  }

  boolean guarded() {
    return state != State.UNGUARDED;
  }

  void add(byte[] events) {
    if (events.length == 0) {
      return;
    }
    bytes += events.length;
    whole = endsEvent(events);
    if (state != State.KEPT) {
      return;
    }
    long more = (long) events.length + OVERHEAD_BYTES;
    if (held + more > desk.streamBytes() || !desk.take(more)) {
      drop(State.DROPPED);
      desk.notKept();
      return;
    }
    held += more;
    pieces.add(events);
  }

  /** Nothing was sent but the head. */
  boolean empty() {
    return bytes == 0;
  }

  /** All that was sent, kept or not. */
  long bytes() {
    return bytes;
  }

  /** Whether what was sent ends with an event's end. */
  boolean wholeEvents() {
    return whole;
  }

  /** Answers a worker that is to go on. */
  void tell(SentReply asked) {
    if (empty()) {
      asked.nothing();
    } else if (state == State.KEPT && whole) {
      asked.events(List.copyOf(pieces));
    } else {
      asked.unknown();
    }
  }

  void release() {
    drop(State.DROPPED);
  }

  private void drop(State why) {
    state = why;
    pieces.clear();
    desk.give(held);
    held = 0;
  }

  private static boolean endsEvent(byte[] events) {
    int length = events.length;
    return length > 1 && events[length - 1] == '\n' && events[length - 2] == '\n';
  }
}
