package dev.strowger.console.reconcile;

import dev.strowger.records.Attempt;
import dev.strowger.records.MonthTotal;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What was used in a month.
 *
 * @param requests that ended, but for those that were refused
 * @param micros by currency
 */
record Sums(
    long requests, long attempts, long inputTokens, long outputTokens, Map<String, Long> micros) {
  static final Sums NONE = new Sums(0, 0, 0, 0, Map.of());

  Sums {
    micros = Map.copyOf(micros);
  }

  static Sums of(MonthTotal total) {
    return new Sums(
        total.getRequests(),
        total.getAttempts(),
        total.getInputTokens(),
        total.getOutputTokens(),
        total.getMicros());
  }

  static Sums of(Attempt attempt) {
    return new Sums(
        0,
        1,
        attempt.getUsage().getInputTokens(),
        attempt.getUsage().getOutputTokens(),
        Map.of(attempt.getCurrency(), attempt.getCostMicros()));
  }

  static Sums request() {
    return new Sums(1, 0, 0, 0, Map.of());
  }

  Sums plus(Sums other) {
    Map<String, Long> all = new TreeMap<>(micros);
    other.micros.forEach((currency, more) -> all.merge(currency, more, Math::addExact));
    return new Sums(
        Math.addExact(requests, other.requests),
        Math.addExact(attempts, other.attempts),
        Math.addExact(inputTokens, other.inputTokens),
        Math.addExact(outputTokens, other.outputTokens),
        all);
  }

  /** The same amounts; a currency in which nothing was spent does not matter. */
  boolean same(Sums other) {
    return atLeast(other) && other.atLeast(this);
  }

  boolean atLeast(Sums other) {
    Set<String> currencies = new TreeSet<>(micros.keySet());
    currencies.addAll(other.micros.keySet());
    return requests >= other.requests
        && attempts >= other.attempts
        && inputTokens >= other.inputTokens
        && outputTokens >= other.outputTokens
        && currencies.stream()
            .allMatch(c -> micros.getOrDefault(c, 0L) >= other.micros.getOrDefault(c, 0L));
  }

  boolean within(Sums least, Sums most) {
    return atLeast(least) && most.atLeast(this);
  }
}
