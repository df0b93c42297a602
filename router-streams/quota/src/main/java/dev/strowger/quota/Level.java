package dev.strowger.quota;

import dev.strowger.records.LimitScope;
import dev.strowger.records.RateWindow;

/**
 * How full one limit is, as a request comes.
 *
 * @param key of the balance
 * @param used what was used and what is set aside, without this request
 * @param wanted what this request would add
 * @param term when it is free again
 * @param alertPercent share from which on an alert is given; 0: never
 */
public record Level(
    LimitScope scope,
    String key,
    LimitKind kind,
    long allowed,
    long used,
    long wanted,
    Term term,
    int alertPercent) {

  /**
   * The window of a limit.
   *
   * @param freeMs until there is room for this request, if nothing else comes
   * @param resetMs until it is whole again
   * @param window the minute, day or month (yyyymm) it is about
   */
  public record Term(long freeMs, long resetMs, long window) {}

  /** What costs nothing is never refused for money or tokens that others have used. */
  boolean refuses() {
    return wanted > 0 && Sum.of(used, wanted) > allowed;
  }

  /** There will never be room for it. */
  public boolean never() {
    return wanted > allowed;
  }

  boolean alerts() {
    return alertPercent > 0
        && kind != LimitKind.BURST
        && percent(Sum.of(used, wanted)) >= alertPercent;
  }

  int percent(long amount) {
    return (int) Math.min(Integer.MAX_VALUE, amount * 100.0 / allowed);
  }

  /**
   * @param counted whether this request is among what was used
   */
  RateWindow window(boolean counted) {
    long left = Sum.of(allowed, -used, counted ? -wanted : 0);
    return new RateWindow(allowed, Math.max(0, left), Math.max(0, term.resetMs()));
  }
}
