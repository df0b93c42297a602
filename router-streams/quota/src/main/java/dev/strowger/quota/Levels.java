package dev.strowger.quota;

import dev.strowger.records.Balance;
import dev.strowger.records.LimitScope;
import dev.strowger.records.Limits;
import dev.strowger.records.ScopedLimits;
import dev.strowger.records.Slot;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/** The levels of all limits of one scope at one time. */
final class Levels {
  /** When requests under way are what is in the way: they end soon, nobody knows when. */
  static final long HELD_RETRY_MS = 1_000;

  private final LimitScope scope;
  private final String key;
  private final Limits limits;
  private final Balance balance;
  private final Estimate estimate;
  private final long atMs;
  private final LocalDate today;
  private final List<Level> all = new ArrayList<>();

  private Levels(
      LimitScope scope, String key, Limits limits, Balance balance, Estimate estimate, Instant at) {
    this.scope = scope;
    this.key = key;
    this.limits = limits;
    this.balance = balance;
    this.estimate = estimate;
    this.atMs = at.toEpochMilli();
    this.today = LocalDate.ofInstant(at, ZoneOffset.UTC);
  }

  static List<Level> of(
      ScopedLimits scoped, String key, Balance balance, Estimate estimate, Instant at) {
    Levels levels = new Levels(scoped.getScope(), key, scoped.getLimits(), balance, estimate, at);
    levels.requests(at);
    levels.tokens(at);
    levels.money();
    return levels.all;
  }

  private void requests(Instant at) {
    sliding(
        LimitKind.REQUESTS_PER_MINUTE,
        limits.getRequestsPerMinute(),
        Minute.counted(balance.getMinute(), at, Minute.WINDOW_SECONDS),
        Slot::getRequests,
        0,
        1);
    sliding(
        LimitKind.BURST,
        limits.getBurst(),
        Minute.counted(balance.getMinute(), at, Minute.SLOT_SECONDS),
        Slot::getRequests,
        0,
        1);
    int open = balance.getOpenRequests();
    add(
        LimitKind.CONCURRENT,
        limits.getConcurrent(),
        open,
        1,
        minute(HELD_RETRY_MS, HELD_RETRY_MS));
  }

  private void tokens(Instant at) {
    sliding(
        LimitKind.TOKENS_PER_MINUTE,
        limits.getTokensPerMinute(),
        Minute.counted(balance.getMinute(), at, Minute.WINDOW_SECONDS),
        Slot::getTokens,
        balance.getOpenTokens(),
        estimate.tokens());
    add(
        LimitKind.TOKENS_PER_DAY,
        limits.getTokensPerDay(),
        Sum.of(sameDay() ? balance.getDayTokens() : 0, balance.getOpenTokens()),
        estimate.tokens(),
        day());
  }

  private void money() {
    long wanted = estimate.costMicros();
    add(
        LimitKind.MICROS_PER_DAY,
        limits.getMicrosPerDay(),
        Sum.of(sameDay() ? balance.getDayMicros() : 0, balance.getOpenMicros()),
        wanted,
        day());
    YearMonth month = YearMonth.from(today);
    int number = month.getYear() * 100 + month.getMonthValue();
    add(
        LimitKind.MICROS_PER_MONTH,
        limits.getMicrosPerMonth(),
        Sum.of(Months.micros(balance.getMonths(), number), balance.getOpenMicros()),
        wanted,
        until(month.plusMonths(1).atDay(1), number));
  }

  /** Of a day that is not over by this clock, or that another clock has already begun. */
  private boolean sameDay() {
    return balance.getDay() >= today.toEpochDay();
  }

  private void sliding(
      LimitKind kind,
      long allowed,
      List<Slot> slots,
      ToLongFunction<Slot> amount,
      long held,
      long wanted) {
    if (allowed <= 0) {
      return;
    }
    long seconds = kind == LimitKind.BURST ? 2 * Minute.SLOT_SECONDS : Minute.COUNTED_SECONDS;
    long used = slots.stream().mapToLong(amount).reduce(held, Sum::of);
    long excess = Sum.of(used, wanted, -allowed);
    long free = 0;
    for (Slot slot : slots) {
      if (excess <= 0) {
        break;
      }
      free = (slot.getAt() + seconds) * 1000 - atMs;
      excess -= amount.applyAsLong(slot);
    }
    long last = slots.isEmpty() ? 0 : (slots.getLast().getAt() + seconds) * 1000 - atMs;
    add(
        kind,
        allowed,
        used,
        wanted,
        minute(Math.max(HELD_RETRY_MS, free), held > 0 ? Math.max(last, HELD_RETRY_MS) : last));
  }

  private Level.Term minute(long freeMs, long resetMs) {
    return new Level.Term(freeMs, resetMs, Math.floorDiv(atMs, 60_000L));
  }

  private Level.Term day() {
    return until(today.plusDays(1), today.toEpochDay());
  }

  private Level.Term until(LocalDate end, long window) {
    long ms = end.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli() - atMs;
    return new Level.Term(ms, ms, window);
  }

  private void add(LimitKind kind, long allowed, long used, long wanted, Level.Term term) {
    if (allowed > 0) {
      all.add(new Level(scope, key, kind, allowed, used, wanted, term, limits.getAlertPercent()));
    }
  }
}
