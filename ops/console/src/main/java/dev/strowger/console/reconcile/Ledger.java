package dev.strowger.console.reconcile;

import dev.strowger.records.Attempt;
import dev.strowger.records.EventRecord;
import dev.strowger.records.Outcome;
import dev.strowger.records.Terminal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The sums of the events, each event once. Not thread-safe. */
final class Ledger {
  /** Events after which a repeated one is no longer known; repeats come within minutes. */
  static final int REMEMBERED = 500_000;

  private final Selection selection;
  private final Map<Account, Sums> sums = new HashMap<>();
  private final Map<String, Boolean> seen =
      new LinkedHashMap<>(1024, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
          return size() > REMEMBERED;
        }
      };
  private long events;
  private long repeats;

  Ledger(Selection selection) {
    this.selection = selection;
  }

  /**
   * @return whether it was not there before
   */
  boolean add(EventRecord event) {
    if (seen.put(event.getEventId(), Boolean.TRUE) != null) {
      repeats++;
      return false;
    }
    events++;
    Sums more = used(event);
    int month = month(event.getAt());
    if (!more.equals(Sums.NONE) && selection.takes(event.getTenant(), month)) {
      for (String team : event.getTeam().isEmpty() ? List.of("") : List.of("", event.getTeam())) {
        sums.merge(new Account(event.getTenant(), team, month), more, Sums::plus);
      }
    }
    return true;
  }

  static Sums used(EventRecord event) {
    return switch (event.getDetail()) {
      case Attempt attempt -> Sums.of(attempt);
      case Terminal terminal when terminal.getOutcome() != Outcome.REFUSED -> Sums.request();
      default -> Sums.NONE;
    };
  }

  static int month(Instant at) {
    LocalDate date = LocalDate.ofInstant(at, ZoneOffset.UTC);
    return date.getYear() * 100 + date.getMonthValue();
  }

  Map<Account, Sums> sums() {
    return Collections.unmodifiableMap(new HashMap<>(sums));
  }

  long events() {
    return events;
  }

  long repeats() {
    return repeats;
  }
}
