package dev.strowger.console.reconcile;

import dev.strowger.records.EventRecord;
import dev.strowger.records.Reservation;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What was used before routers kept balances. They keep them since they reserve, and a tenant's
 * events are in one order: what comes before the first reservation is in no balance. Not
 * thread-safe.
 */
final class Unbooked {
  private final Set<String> booked = new HashSet<>();
  private final Set<String> credentials = new HashSet<>();
  private final Map<String, Integer> months = new HashMap<>();

  void take(EventRecord event) {
    String tenant = event.getTenant();
    if (booked.contains(tenant)) {
      return;
    }
    if (event.getDetail() instanceof Reservation) {
      booked.add(tenant);
    } else if (!Ledger.used(event).equals(Sums.NONE)) {
      credentials.add(event.getCredentialId());
      months.merge(tenant, Ledger.month(event.getAt()), Math::max);
    }
  }

  /** The last month, yyyymm, of which something is in no balance, by tenant. */
  Map<String, Integer> months() {
    return Map.copyOf(months);
  }

  /** Whether all of a balance was booked. */
  boolean whole(String key) {
    String[] parts = key.split("/", 3);
    return parts.length > 1
        && !(parts[0].equals("credential") ? credentials : months.keySet()).contains(parts[1]);
  }
}
