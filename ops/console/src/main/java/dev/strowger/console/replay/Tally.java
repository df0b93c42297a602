package dev.strowger.console.replay;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * What was counted so far; used by one thread. Maps grow with what the policies name and no
 * further: names beyond {@link #MAX_NAMES} are counted together.
 */
final class Tally {
  static final int MAX_NAMES = 5_000;
  static final String OTHERS = "(others)";

  private final int maxChanged;
  private final PriorityQueue<ChangedDecision> changed =
      new PriorityQueue<>(ChangedDecision.IN_TIME.reversed());
  private final Map<Group, Map<String, long[]>> counts = new EnumMap<>(Group.class);

  /** Groups of counters by name: before, after, and how many of them changed. */
  enum Group {
    TOTAL,
    MODEL,
    ROUTE,
    RULE,
    MOVE,
    REFUSAL,
    COST,
    LATENCY
  }

  /**
   * @param maxChanged changed decisions that are kept: the earliest
   */
  Tally(int maxChanged) {
    this.maxChanged = maxChanged;
  }

  void add(Group group, String name, long... numbers) {
    Map<String, long[]> names = counts.computeIfAbsent(group, g -> new HashMap<>());
    String key = names.size() < MAX_NAMES || names.containsKey(name) ? name : OTHERS;
    long[] sums = names.computeIfAbsent(key, n -> new long[numbers.length]);
    for (int i = 0; i < numbers.length; i++) {
      sums[i] += numbers[i];
    }
  }

  void changed(ChangedDecision decision) {
    changed.add(decision);
    if (changed.size() > maxChanged) {
      changed.remove();
    }
  }

  void add(Tally other) {
    other.counts.forEach(
        (group, names) -> names.forEach((name, numbers) -> add(group, name, numbers)));
    other.changed.forEach(this::changed);
  }

  /** Numbers of a group by name; changes of the map are not seen here. */
  Map<String, long[]> of(Group group) {
    return Map.copyOf(counts.getOrDefault(group, Map.of()));
  }

  long total(String name) {
    long[] numbers = of(Group.TOTAL).get(name);
    return numbers == null ? 0 : numbers[0];
  }

  /** The earliest first. */
  List<ChangedDecision> changed() {
    List<ChangedDecision> sorted = new ArrayList<>(changed);
    sorted.sort(ChangedDecision.IN_TIME);
    return sorted;
  }
}
