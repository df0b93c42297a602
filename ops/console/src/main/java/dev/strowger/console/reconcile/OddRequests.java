package dev.strowger.console.reconcile;

import dev.strowger.records.Attempt;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Finds the attempts that make an account of the warehouse differ from the log's. */
final class OddRequests {
  static final int SHOWN = 20;

  /** Attempts that are compared for one account. */
  static final int MAX_COMPARED = 200_000;

  private final EventLog log;
  private final Warehouse warehouse;

  OddRequests(EventLog log, Warehouse warehouse) {
    this.log = log;
    this.warehouse = warehouse;
  }

  List<Report.Odd> of(Account account) throws IOException {
    SortedMap<String, Warehouse.Entry> stored = warehouse.entries(account, MAX_COMPARED);
    TreeMap<String, Warehouse.Entry> written = new TreeMap<>();
    log.ofTenant(
        account.tenant(),
        event -> {
          if (event.getDetail() instanceof Attempt attempt
              && event.getTenant().equals(account.tenant())
              && Ledger.month(event.getAt()) == account.month()) {
            written.put(
                event.getEventId(),
                new Warehouse.Entry(
                    event.getRequestId(),
                    attempt.getUsage().getInputTokens(),
                    attempt.getUsage().getOutputTokens(),
                    attempt.getCostMicros()));
            if (written.size() > MAX_COMPARED) {
              written.pollLastEntry();
            }
          }
        });
    TreeSet<String> ids = new TreeSet<>(stored.keySet());
    ids.addAll(written.keySet());
    List<Report.Odd> odd = new ArrayList<>();
    for (String id : ids) {
      // Behind the last one that both were asked for nothing can be said.
      boolean beyond = beyond(id, stored) || beyond(id, written);
      if (odd.size() == SHOWN || beyond) {
        break;
      }
      Warehouse.Entry here = stored.get(id);
      Warehouse.Entry there = written.get(id);
      if (!Objects.equals(here, there)) {
        String request =
            here == null ? Objects.requireNonNull(there).requestId() : here.requestId();
        odd.add(new Report.Odd(account.tenant(), request, id, why(here == null, there == null)));
      }
    }
    return odd;
  }

  private static boolean beyond(String id, SortedMap<String, Warehouse.Entry> entries) {
    return entries.size() == MAX_COMPARED && id.compareTo(entries.lastKey()) > 0;
  }

  private static String why(boolean notStored, boolean notWritten) {
    return notStored ? "only in the log" : notWritten ? "only in ClickHouse" : "other figures";
  }
}
