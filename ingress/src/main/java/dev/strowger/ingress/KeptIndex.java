package dev.strowger.ingress;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/**
 * Where on llm.responses each tenant's kept answers stand. Bounded: when it is full, the tenant
 * with the most answers loses its oldest, so that no tenant can drive out another's.
 */
final class KeptIndex {
  /**
   * A record's place.
   *
   * @param bytes of its value
   */
  record Place(TopicPartition partition, long offset, int bytes) {}

  private record Entry(Tenant tenant, Place place) {}

  /**
   * @param ids the oldest first
   */
  private record Tenant(String name, LinkedHashSet<String> ids) {
    int count() {
      return ids.size();
    }
  }

  private final int most;
  private final Map<String, Entry> entries = new HashMap<>();
  private final Map<String, Tenant> tenants = new HashMap<>();

  /**
   * @param most entries, each some 300 bytes
   */
  KeptIndex(int most) {
    this.most = most;
  }

  synchronized void put(String id, String tenant, Place place) {
    remove(id);
    if (most == 0) {
      return;
    }
    Tenant owner = tenants.computeIfAbsent(tenant, name -> new Tenant(name, new LinkedHashSet<>()));
    owner.ids().add(id);
    entries.put(id, new Entry(owner, place));
    if (entries.size() > most) {
      forgetOldest();
    }
  }

  synchronized void remove(String id) {
    Entry entry = entries.remove(id);
    if (entry != null) {
      entry.tenant().ids().remove(id);
      if (entry.tenant().ids().isEmpty()) {
        tenants.remove(entry.tenant().name());
      }
    }
  }

  /** Forgets a place where nothing stands any more, unless the answer has another by now. */
  synchronized void gone(String id, Place place) {
    Entry entry = entries.get(id);
    if (entry != null && entry.place().equals(place)) {
      remove(id);
    }
  }

  /** Another tenant's answer is not there at all. */
  synchronized Optional<Place> find(String id, String tenant) {
    Entry entry = entries.get(id);
    return entry != null && entry.tenant().name().equals(tenant)
        ? Optional.of(entry.place())
        : Optional.empty();
  }

  synchronized int size() {
    return entries.size();
  }

  private void forgetOldest() {
    Iterator<String> oldest =
        tenants.values().stream()
            .max(Comparator.comparingInt(Tenant::count))
            .orElseThrow()
            .ids()
            .iterator();
    remove(oldest.next());
  }
}
