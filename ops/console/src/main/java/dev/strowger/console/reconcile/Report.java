package dev.strowger.console.reconcile;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether the books agree.
 *
 * @param equal nothing differs
 * @param counts events read, repeated and unreadable ones, balances, and those that are not what a
 *     rebuild makes of the log
 * @param requests the first that the warehouse has otherwise than the log
 * @param notes what could not be compared, and why
 */
public record Report(
    boolean equal,
    List<Line> lines,
    Map<String, Long> counts,
    List<Odd> requests,
    List<String> notes) {
  /**
   * One account.
   *
   * @param team empty: all of the tenant
   * @param month yyyy-mm
   * @param sums by {@code log}, {@code clickhouse} and {@code balances}
   * @param verdicts by {@code clickhouse} and {@code balances}: {@code equal}, {@code under_way}
   *     (between the sums before and after: events are being written), {@code differs}, {@code
   *     not_kept} (the log, the tables or the balances do not reach back) or {@code absent}
   */
  public record Line(
      String tenant,
      String team,
      String month,
      Map<String, Figures> sums,
      Map<String, String> verdicts) {}

  /** See {@link Sums}. */
  public record Figures(
      long requests, long attempts, long inputTokens, long outputTokens, Map<String, Long> micros) {
    static Figures of(@Nullable Sums sums) {
      Sums some = sums == null ? Sums.NONE : sums;
      return new Figures(
          some.requests(), some.attempts(), some.inputTokens(), some.outputTokens(), some.micros());
    }
  }

  /**
   * @param why {@code only in the log}, {@code only in ClickHouse} or {@code other figures}
   */
  public record Odd(String tenant, String requestId, String eventId, String why) {}
}
