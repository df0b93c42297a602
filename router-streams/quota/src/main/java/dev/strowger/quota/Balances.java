package dev.strowger.quota;

import dev.strowger.records.Attempt;
import dev.strowger.records.Balance;
import dev.strowger.records.EventRecord;
import dev.strowger.records.Reservation;
import dev.strowger.records.Terminal;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What everyone has used: a fold over the events of a partition, in their order. Nothing else goes
 * in, no clock and no limit, so the same events always make the same balances, to the byte.
 */
public final class Balances {
  /** Months that a balance has at most: the last ones. */
  public static final int MONTHS = Months.KEPT;

  private static final Balance NONE = Balance.newBuilder().build();

  private final Table<Balance> table;

  public Balances(Table<Balance> table) {
    this.table = table;
  }

  /**
   * Books an event.
   *
   * @param held what is set aside for its request, if anything is; only a terminal looks at it
   */
  public void apply(EventRecord event, Optional<Reservation> held) {
    switch (event.getDetail()) {
      case Reservation reservation -> change(event, b -> Booking.reserved(b, event, reservation));
      case Attempt attempt -> change(event, b -> Booking.attempted(b, event, attempt));
      case Terminal terminal -> {
        if (held.isPresent() || Booking.counts(terminal)) {
          change(event, b -> Booking.ended(b, event, terminal, held));
        }
      }
      default ->
          throw new IllegalArgumentException(
              "event " + event.getEventId() + " is of no known kind");
    }
  }

  private void change(EventRecord event, UnaryOperator<Balance> booking) {
    for (String key : BalanceKey.of(event)) {
      table.put(key, booking.apply(table.get(key).orElse(NONE)));
    }
  }
}
