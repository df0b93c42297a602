package dev.strowger.quota;

import dev.strowger.records.Slot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The last minute in slots of five seconds. A slot counts as long as any of it may be within the
 * last 60 s, so it takes 13 of them, and no 60 s ever hold more than what was counted. Time never
 * goes back: what is told late counts with the newest.
 */
final class Minute {
  static final long SLOT_SECONDS = 5;
  static final long WINDOW_SECONDS = 60;

  /** From the beginning of a slot until nothing of it counts any more. */
  static final long COUNTED_SECONDS = WINDOW_SECONDS + SLOT_SECONDS;

  private Minute() {}

  static List<Slot> add(List<Slot> minute, Instant at, long requests, long tokens) {
    long now = current(minute, at);
    List<Slot> slots = new ArrayList<>(minute.size() + 1);
    for (Slot slot : minute) {
      if (slot.getAt() >= now - WINDOW_SECONDS) {
        slots.add(slot);
      }
    }
    if (slots.isEmpty() || slots.getLast().getAt() < now) {
      slots.add(new Slot(now, requests, tokens));
    } else {
      Slot last = slots.removeLast();
      slots.add(
          new Slot(now, Sum.of(last.getRequests(), requests), Sum.of(last.getTokens(), tokens)));
    }
    return slots;
  }

  /** The slot of a time, or the newest if that is later. */
  static long current(List<Slot> minute, Instant at) {
    long slot = Math.floorDiv(at.getEpochSecond(), SLOT_SECONDS) * SLOT_SECONDS;
    return minute.isEmpty() ? slot : Math.max(slot, minute.getLast().getAt());
  }

  /** Those that count at a time, oldest first. */
  static List<Slot> counted(List<Slot> minute, Instant at, long seconds) {
    long now = current(minute, at);
    return minute.stream().filter(slot -> slot.getAt() >= now - seconds).toList();
  }
}
