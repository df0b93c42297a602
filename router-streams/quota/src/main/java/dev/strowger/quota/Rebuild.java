package dev.strowger.quota;

import dev.strowger.records.Balance;
import dev.strowger.records.EventRecord;
import dev.strowger.records.Reservation;
import dev.strowger.records.Terminal;
import dev.strowger.records.TokenFactor;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Balances from the log alone. Takes the events of {@code llm.events} (read committed), those of a
 * partition in their order; partitions may come mixed, as a request and all that it is booked to
 * lie in one. Token factors are those of one partition, if only one is read.
 */
public final class Rebuild {
  private final SortedMap<String, Balance> balances = new TreeMap<>();
  private final SortedMap<String, TokenFactor> factors = new TreeMap<>();
  private final Balances booking = new Balances(Table.of(balances));
  private final TokenFactors learning = new TokenFactors(Table.of(factors));

  /** What is set aside, by request id: as many as are open at a time. */
  private final Map<String, Reservation> held = new HashMap<>();

  /** All balances of the events, by key. */
  public static SortedMap<String, Balance> of(Iterable<EventRecord> events) {
    Rebuild rebuild = new Rebuild();
    events.forEach(rebuild::apply);
    return rebuild.balances();
  }

  /** Books the next event. */
  public void apply(EventRecord event) {
    String id = event.getRequestId();
    Optional<Reservation> reservation =
        Optional.ofNullable(event.getDetail() instanceof Terminal ? held.remove(id) : held.get(id));
    booking.apply(event, reservation);
    learning.apply(event, reservation);
    if (event.getDetail() instanceof Reservation made) {
      held.put(id, made);
    }
  }

  /** By key as of {@link BalanceKey}; a view, which further events change. */
  public SortedMap<String, Balance> balances() {
    return Collections.unmodifiableSortedMap(balances);
  }

  /** By {@code provider/model}. */
  public SortedMap<String, TokenFactor> factors() {
    return Collections.unmodifiableSortedMap(factors);
  }
}
