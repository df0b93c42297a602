package dev.strowger.quota;

import dev.strowger.records.Attempt;
import dev.strowger.records.MonthTotal;
import dev.strowger.records.Usage;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** What was used by month of UTC, oldest first. */
final class Months {
  /** A year, and the month that is under way. What is told of an older one is not booked. */
  static final int KEPT = 13;

  private Months() {}

  /** As yyyymm. */
  static int of(Instant at) {
    LocalDate date = LocalDate.ofInstant(at, ZoneOffset.UTC);
    return date.getYear() * 100 + date.getMonthValue();
  }

  static List<MonthTotal> attempted(List<MonthTotal> months, Instant at, Attempt attempt) {
    Usage usage = attempt.getUsage();
    return changed(
        months,
        of(at),
        m ->
            new MonthTotal(
                m.getMonth(),
                m.getRequests(),
                m.getAttempts() + 1,
                Sum.of(m.getInputTokens(), usage.getInputTokens()),
                Sum.of(m.getOutputTokens(), usage.getOutputTokens()),
                plus(m.getMicros(), attempt.getCurrency(), attempt.getCostMicros())));
  }

  static List<MonthTotal> ended(List<MonthTotal> months, Instant at) {
    return changed(
        months,
        of(at),
        m ->
            new MonthTotal(
                m.getMonth(),
                m.getRequests() + 1,
                m.getAttempts(),
                m.getInputTokens(),
                m.getOutputTokens(),
                m.getMicros()));
  }

  /** Money of all currencies; a policy has one. */
  static long micros(List<MonthTotal> months, int month) {
    for (MonthTotal total : months) {
      if (total.getMonth() == month) {
        return total.getMicros().values().stream().reduce(0L, Sum::of);
      }
    }
    return 0;
  }

  /** Avro writes a map in its own order: with this one the same sums are the same bytes. */
  static List<MonthTotal> sorted(List<MonthTotal> months) {
    return months.stream().map(Months::sorted).toList();
  }

  private static MonthTotal sorted(MonthTotal total) {
    return new MonthTotal(
        total.getMonth(),
        total.getRequests(),
        total.getAttempts(),
        total.getInputTokens(),
        total.getOutputTokens(),
        new TreeMap<>(total.getMicros()));
  }

  private static List<MonthTotal> changed(
      List<MonthTotal> months, int month, UnaryOperator<MonthTotal> change) {
    List<MonthTotal> all = new ArrayList<>(months.size() + 1);
    int place = 0;
    for (MonthTotal total : months) {
      all.add(sorted(total));
      place += total.getMonth() < month ? 1 : 0;
    }
    if (place == all.size() || all.get(place).getMonth() != month) {
      all.add(place, new MonthTotal(month, 0L, 0L, 0L, 0L, Map.of()));
    }
    all.set(place, sorted(change.apply(all.get(place))));
    return all.size() <= KEPT ? all : List.copyOf(all.subList(all.size() - KEPT, all.size()));
  }

  private static Map<String, Long> plus(Map<String, Long> sums, String currency, long micros) {
    Map<String, Long> all = new TreeMap<>(sums);
    all.merge(currency, micros, Sum::of);
    return all;
  }
}
