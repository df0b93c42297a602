package dev.strowger.quota;

import java.util.Map;
import java.util.Optional;

/** Values by key: a store of the topology, or a map when they are built again from the log. */
public interface Table<V> {
  Optional<V> get(String key);

  void put(String key, V value);

  /** A table in memory. */
  static <V> Table<V> of(Map<String, V> map) {
    return new Table<>() {
      @Override
      public Optional<V> get(String key) {
        return Optional.ofNullable(map.get(key));
      }

      @Override
      public void put(String key, V value) {
        map.put(key, value);
      }
    };
  }
}
