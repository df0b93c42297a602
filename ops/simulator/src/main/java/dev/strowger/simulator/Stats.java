package dev.strowger.simulator;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** Counters of one simulated provider since it was started. */
final class Stats {
  /** How a call ended, and the tokens sent. */
  enum Count {
    ANSWERED,
    /** The client closed its connection, or reset its stream, before the end of the answer. */
    CANCELLED_BY_CLIENT,
    /** Not what the format allows: status 4xx. */
    REJECTED,
    /** Simulated: at once, or in the middle of a stream. */
    ERRORS,
    /** Stopped by the simulated content filter. */
    FILTERED,
    RESETS,
    GARBAGE,
    CUTS,
    /** Hung calls that reached the longest silence; others count as cancelled. */
    HUNG,
    /** Connections closed because the provider went down. */
    DROPPED,
    TOKENS
  }

  private final LongAdder requests = new LongAdder();
  private final AtomicInteger concurrent = new AtomicInteger();
  private final Map<Count, LongAdder> counts = new EnumMap<>(Count.class);

  Stats() {
    for (Count count : Count.values()) {
      counts.put(count, new LongAdder());
    }
  }

  void began() {
    requests.increment();
    concurrent.incrementAndGet();
  }

  void ended(Count how) {
    concurrent.decrementAndGet();
    add(how, 1);
  }

  void add(Count count, int amount) {
    LongAdder adder = counts.get(count);
    if (adder != null) {
      adder.add(amount);
    }
  }

  /** All counters by name in lower case; {@code concurrent} is the number of calls now open. */
  Map<String, Long> snapshot() {
    Map<String, Long> all = new LinkedHashMap<>();
    all.put("requests", requests.sum());
    all.put("concurrent", (long) concurrent.get());
    counts.forEach((count, adder) -> all.put(count.name().toLowerCase(Locale.ROOT), adder.sum()));
    return all;
  }
}
