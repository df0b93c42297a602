package dev.strowger.policy;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is set about failures, and only that. Layers lie over each other: a target's over its
 * route's over that of the whole manifest; defaults fill what none of them sets.
 *
 * @param rescue of broken streams
 */
record ResilienceLayer(
    Map<Amount, Integer> amounts, Map<FailureKinds, List<String>> kinds, Optional<Boolean> rescue) {
  static final ResilienceLayer NOTHING = new ResilienceLayer(Map.of(), Map.of(), Optional.empty());

  /** The same step with more steps behind it, and as the last of its plan. */
  record Placed(Resilience inner, Resilience last) {
    Resilience at(boolean isLast) {
      return isLast ? last : inner;
    }
  }

  ResilienceLayer {
    amounts = Map.copyOf(amounts);
    kinds = Map.copyOf(kinds);
  }

  ResilienceLayer over(ResilienceLayer below) {
    Map<Amount, Integer> allAmounts = new EnumMap<>(Amount.class);
    allAmounts.putAll(below.amounts);
    allAmounts.putAll(amounts);
    Map<FailureKinds, List<String>> allKinds = new EnumMap<>(FailureKinds.class);
    allKinds.putAll(below.kinds);
    allKinds.putAll(kinds);
    return new ResilienceLayer(allAmounts, allKinds, rescue.or(below::rescue));
  }

  /** Pairs that are both set, in the wrong order. */
  List<Amount.Pair> contradictions() {
    return Amount.PAIRS.stream()
        .filter(pair -> amounts.containsKey(pair.low()) && amounts.containsKey(pair.high()))
        .filter(pair -> amount(pair.low()) > amount(pair.high()))
        .toList();
  }

  Budget budget() {
    return new Budget(amount(Amount.BUDGET_ATTEMPTS), amount(Amount.BUDGET_TOTAL));
  }

  /**
   * @param reasoning the model thinks before it says anything
   */
  Placed placed(boolean reasoning) {
    Resilience patient = resilience(Amount.PATIENT_FIRST_TOKEN_MS);
    return new Placed(reasoning ? patient : resilience(Amount.FIRST_TOKEN.otherwise), patient);
  }

  int amount(Amount amount) {
    return amount(amount, amount.otherwise);
  }

  private Resilience resilience(int firstTokenMs) {
    return new Resilience(
        new Resilience.Timeouts(
            amount(Amount.CONNECT),
            amount(Amount.HEADERS),
            amount(Amount.FIRST_TOKEN, firstTokenMs),
            amount(Amount.IDLE),
            amount(Amount.TOTAL)),
        new Resilience.Retry(
            amount(Amount.MAX_ATTEMPTS),
            kinds(FailureKinds.RETRY_ON),
            amount(Amount.BACKOFF),
            amount(Amount.MAX_BACKOFF),
            amount(Amount.MAX_RETRY_AFTER)),
        new Resilience.Moving(
            kinds(FailureKinds.ADVANCE_ON),
            Optional.of(amount(Amount.HEDGE_AFTER)).filter(ms -> ms > 0),
            rescue.orElse(true)),
        new Resilience.Breaker(
            amount(Amount.WINDOW),
            amount(Amount.MIN_CALLS),
            amount(Amount.FAILURE_PERCENT),
            amount(Amount.OPEN),
            amount(Amount.MAX_OPEN)),
        new Resilience.Ceiling(amount(Amount.CONCURRENT), amount(Amount.PER_SECOND)));
  }

  /** A default gives way to what is set: who sets only a short total means all within it. */
  private int amount(Amount amount, int otherwise) {
    Integer set = amounts.get(amount);
    if (set != null) {
      return set;
    }
    int value = otherwise;
    for (Amount.Pair pair : Amount.PAIRS) {
      if (pair.low() == amount) {
        value = Math.min(value, amounts.getOrDefault(pair.high(), value));
      } else if (pair.high() == amount) {
        value = Math.max(value, amounts.getOrDefault(pair.low(), value));
      }
    }
    return value;
  }

  private List<String> kinds(FailureKinds key) {
    return kinds.getOrDefault(key, key.otherwise());
  }
}
