package dev.strowger.console.replay;

import dev.strowger.console.replay.Tally.Group;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What would have been. The same decisions and the same policy yield the same report, byte for
 * byte: it holds no clock times of its own, and all names are sorted.
 *
 * @param window what was looked at
 * @param totals decisions by what became of them; see {@link Tally}
 * @param shares who would have been asked first, which route taken, which rules held
 * @param cost in micros, by currency, of asking the first target of each plan
 * @param latency measured means of the first targets, where both were known
 * @param changed the earliest decisions that would be others
 */
public record ReplayReport(
    Window window,
    Map<String, Long> totals,
    Shares shares,
    Map<String, Cost> cost,
    Latency latency,
    List<ChangedDecision> changed) {

  public record Window(
      String policyVersion, String from, String to, long limit, long assumedOutputTokens) {}

  /**
   * @param moves from which route to which other, by number of decisions
   * @param refusals codes of what the new policy refuses
   */
  public record Shares(
      Map<String, Share> models,
      Map<String, Share> routes,
      Map<String, Rule> rules,
      Map<String, Long> moves,
      Map<String, Long> refusals) {}

  public record Share(long before, long after) {}

  /**
   * @param changed decisions that would be others, among those for which it held or would hold
   */
  public record Rule(long before, long after, long changed) {}

  /**
   * @param decisionsBefore how many of them had a price
   */
  public record Cost(
      long beforeMicros, long afterMicros, long decisionsBefore, long decisionsAfter) {}

  public record Latency(long decisions, double beforeMs, double afterMs) {}

  private static final List<String> TOTALS =
      List.of(
          "decisions",
          "notByPolicy",
          "unreadable",
          "again",
          "changed",
          "otherFirst",
          "refusedBefore",
          "refusedAfter",
          "newlyRefused",
          "noLongerRefused",
          "byUsage",
          "byExpectation",
          "fromCache");

  static ReplayReport of(Replay.Terms terms, String version, Tally tally) {
    Map<String, Long> totals = new java.util.LinkedHashMap<>();
    TOTALS.forEach(name -> totals.put(name, tally.total(name)));
    return new ReplayReport(
        new Window(
            version,
            terms.from().toString(),
            terms.to().toString(),
            terms.limit(),
            Tokens.ASSUMED_OUTPUT),
        totals,
        new Shares(
            sorted(tally.of(Group.MODEL), n -> new Share(n[0], n[1])),
            sorted(tally.of(Group.ROUTE), n -> new Share(n[0], n[1])),
            sorted(tally.of(Group.RULE), n -> new Rule(n[0], n[1], n[2])),
            sorted(tally.of(Group.MOVE), n -> n[0]),
            sorted(tally.of(Group.REFUSAL), n -> n[0])),
        sorted(tally.of(Group.COST), n -> new Cost(n[0], n[1], n[2], n[3])),
        latency(tally.of(Group.LATENCY).getOrDefault("mean", new long[3])),
        tally.changed());
  }

  private static Latency latency(long[] numbers) {
    long count = numbers[0];
    return count == 0
        ? new Latency(0, 0, 0)
        : new Latency(count, meanMs(numbers[1], count), meanMs(numbers[2], count));
  }

  /** To the tenth of a millisecond. */
  private static double meanMs(long sumUs, long count) {
    return Math.round(sumUs / 100.0 / count) / 10.0;
  }

  private static <T> Map<String, T> sorted(
      Map<String, long[]> numbers, java.util.function.Function<long[], T> view) {
    Map<String, T> sorted = new TreeMap<>();
    numbers.forEach((name, n) -> sorted.put(name, view.apply(n)));
    return sorted;
  }
}
