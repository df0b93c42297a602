package dev.strowger.console.reconcile;

import dev.strowger.records.Attempt;
import dev.strowger.records.EventRecord;
import dev.strowger.records.Outcome;
import dev.strowger.records.Terminal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** The tables of the warehouse, as far as they are asked. */
final class FakeTables implements Warehouse.Query {
  final List<EventRecord> events = new ArrayList<>();

  /** Readings that miss the last event yet. */
  final AtomicInteger lag = new AtomicInteger();

  void add(EventRecord event) {
    events.add(event);
  }

  @Override
  public List<List<Object>> run(String sql, String... parameters) {
    if (sql.contains("system.tables")) {
      return List.of(List.of(0));
    }
    if (!sql.endsWith("OFFSET 0")) {
      return List.of();
    }
    boolean late = sql.contains("FROM attempts") && lag.getAndDecrement() > 0;
    List<EventRecord> there = late ? events.subList(0, events.size() - 1) : events;
    List<List<Object>> rows = new ArrayList<>();
    for (EventRecord event : there) {
      if (!parameters[0].isEmpty() && !event.getTenant().equals(parameters[0])) {
        continue;
      }
      int month = Ledger.month(event.getAt());
      if (sql.contains("yyyymm") && !sql.contains("(0 = 0") && !sql.contains("= " + month)) {
        continue;
      }
      if (sql.startsWith("SELECT event_id")
          && event.getDetail() instanceof Attempt one
          && sql.contains("= " + month)) {
        rows.add(
            List.of(
                event.getEventId(),
                event.getRequestId(),
                one.getUsage().getInputTokens(),
                one.getUsage().getOutputTokens(),
                one.getCostMicros()));
      } else if (sql.contains("currency") && event.getDetail() instanceof Attempt one) {
        rows.add(
            List.of(
                event.getTenant(),
                event.getTeam(),
                month,
                one.getCurrency(),
                1,
                one.getUsage().getInputTokens(),
                one.getUsage().getOutputTokens(),
                one.getCostMicros()));
      } else if (sql.contains("FROM requests")
          && event.getDetail() instanceof Terminal end
          && end.getOutcome() != Outcome.REFUSED) {
        rows.add(List.of(event.getTenant(), event.getTeam(), month, 1));
      }
    }
    return rows;
  }
}
