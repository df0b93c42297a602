package dev.strowger.policy;

import java.util.Arrays;
import java.util.List;

/** Every number that a {@code resilience} section can set. */
enum Amount {
  CONNECT("timeouts", "connect_ms", 5_000, 1, Amount.HOUR_MS),
  HEADERS("timeouts", "headers_ms", 60_000, 1, Amount.HOUR_MS),
  /** With another default on the last step and for models that think first. */
  FIRST_TOKEN("timeouts", "first_token_ms", 10_000, 1, Amount.HOUR_MS),
  IDLE("timeouts", "idle_ms", 10_000, 1, Amount.HOUR_MS),
  TOTAL("timeouts", "total_ms", 600_000, 1, Amount.HOUR_MS),
  MAX_ATTEMPTS("retry", "max_attempts", 3, 1, 10),
  BACKOFF("retry", "backoff_ms", 250, 1, 60_000),
  MAX_BACKOFF("retry", "max_backoff_ms", 2_000, 1, 60_000),
  MAX_RETRY_AFTER("retry", "max_retry_after_ms", 5_000, 0, 600_000),
  BUDGET_ATTEMPTS("budget", "attempts", 12, 1, 1_000),
  BUDGET_TOTAL("budget", "total_ms", 0, 0, Amount.HOUR_MS),
  /** 0: no hedge. */
  HEDGE_AFTER("hedge", "after_ms", 0, 0, 600_000),
  WINDOW("breaker", "window", 20, 1, 1_000),
  MIN_CALLS("breaker", "min_calls", 5, 1, 1_000),
  FAILURE_PERCENT("breaker", "failure_percent", 50, 1, 100),
  OPEN("breaker", "open_ms", 5_000, 0, Amount.HOUR_MS),
  MAX_OPEN("breaker", "max_open_ms", 20_000, 100, Amount.HOUR_MS),
  CONCURRENT("ceiling", "concurrent", 0, 0, 100_000),
  PER_SECOND("ceiling", "per_second", 0, 0, 1_000_000);

  /** What the first token of a last step, or of a model that thinks first, may take. */
  static final int PATIENT_FIRST_TOKEN_MS = 60_000;

  private static final int HOUR_MS = 3_600_000;

  /** The first of a pair may not be above the second. */
  record Pair(Amount low, Amount high) {}

  static final List<Pair> PAIRS =
      List.of(
          new Pair(CONNECT, TOTAL),
          new Pair(HEADERS, TOTAL),
          new Pair(FIRST_TOKEN, TOTAL),
          new Pair(IDLE, TOTAL),
          new Pair(HEDGE_AFTER, TOTAL),
          new Pair(BACKOFF, MAX_BACKOFF),
          new Pair(MIN_CALLS, WINDOW),
          new Pair(OPEN, MAX_OPEN));

  final String section;
  final String key;
  final int otherwise;
  final int least;
  final int most;

  Amount(String section, String key, int otherwise, int least, int most) {
    this.section = section;
    this.key = key;
    this.otherwise = otherwise;
    this.least = least;
    this.most = most;
  }

  static List<Amount> of(String section) {
    return Arrays.stream(values()).filter(amount -> amount.section.equals(section)).toList();
  }
}
