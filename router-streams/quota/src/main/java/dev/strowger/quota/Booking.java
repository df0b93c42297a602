package dev.strowger.quota;

import dev.strowger.records.Attempt;
import dev.strowger.records.Balance;
import dev.strowger.records.EventRecord;
import dev.strowger.records.MonthTotal;
import dev.strowger.records.Outcome;
import dev.strowger.records.Reservation;
import dev.strowger.records.Slot;
import dev.strowger.records.Terminal;
import dev.strowger.records.Usage;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** What one event makes of one balance. */
final class Booking {
  private Booking() {}

  /** Only tokens and money are held; a request counts in its minute from now on. */
  static Balance reserved(Balance balance, EventRecord event, Reservation reservation) {
    return held(balance, Minute.add(balance.getMinute(), event.getAt(), 1, 0), reservation, 1);
  }

  /** Attempts cost whenever they are told, so also after their request has ended. */
  static Balance attempted(Balance balance, EventRecord event, Attempt attempt) {
    Usage usage = attempt.getUsage();
    long tokens = Sum.of(usage.getInputTokens(), usage.getOutputTokens());
    long day = day(event);
    boolean today = day >= balance.getDay();
    boolean same = day == balance.getDay();
    List<Slot> minute =
        tokens == 0
            ? balance.getMinute()
            : Minute.add(balance.getMinute(), event.getAt(), 0, tokens);
    return new Balance(
        minute,
        today ? day : balance.getDay(),
        Sum.of(same || !today ? balance.getDayTokens() : 0, today ? tokens : 0),
        Sum.of(same || !today ? balance.getDayMicros() : 0, today ? attempt.getCostMicros() : 0),
        balance.getOpenRequests(),
        balance.getOpenTokens(),
        balance.getOpenMicros(),
        Months.attempted(balance.getMonths(), event.getAt(), attempt));
  }

  static Balance ended(
      Balance balance, EventRecord event, Terminal terminal, Optional<Reservation> held) {
    List<MonthTotal> months =
        counts(terminal) ? Months.ended(balance.getMonths(), event.getAt()) : balance.getMonths();
    Balance counted =
        new Balance(
            balance.getMinute(),
            balance.getDay(),
            balance.getDayTokens(),
            balance.getDayMicros(),
            balance.getOpenRequests(),
            balance.getOpenTokens(),
            balance.getOpenMicros(),
            Months.sorted(months));
    return held.map(r -> held(counted, counted.getMinute(), r, -1)).orElse(counted);
  }

  /** A request that was refused has used nothing. */
  static boolean counts(Terminal terminal) {
    return terminal.getOutcome() != Outcome.REFUSED;
  }

  private static Balance held(Balance balance, List<Slot> minute, Reservation held, int sign) {
    long tokens = Sum.of(held.getInputTokens(), held.getOutputTokens());
    return new Balance(
        minute,
        balance.getDay(),
        balance.getDayTokens(),
        balance.getDayMicros(),
        balance.getOpenRequests() + sign,
        Sum.of(balance.getOpenTokens(), sign * tokens),
        Sum.of(balance.getOpenMicros(), sign * held.getCostMicros()),
        Months.sorted(balance.getMonths()));
  }

  private static long day(EventRecord event) {
    return LocalDate.ofInstant(event.getAt(), ZoneOffset.UTC).toEpochDay();
  }
}
