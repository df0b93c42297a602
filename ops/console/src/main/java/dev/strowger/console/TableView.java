package dev.strowger.console;

import dev.strowger.topics.CompactedTable;
import dev.strowger.topics.KafkaAccess;
import dev.strowger.topics.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * The newest value of each key of a compacted topic, in memory, and a way to wait until a change
 * stands in it: who wrote a record and waits here reads his own writes.
 */
final class TableView<V extends SpecificRecord> implements AutoCloseable {
  private final Topic<V> topic;
  private final int maxKeys;
  private final Set<String> kept;
  private final Map<String, V> values = new LinkedHashMap<>();
  private final CompactedTable<V> table;

  /**
   * @param maxKeys where there are more, those that changed longest ago are not shown
   */
  TableView(KafkaAccess kafka, Topic<V> topic, int maxKeys) {
    this(kafka, topic, maxKeys, Set.of());
  }

  /**
   * @param kept keys that stay, however long ago they changed
   */
  TableView(KafkaAccess kafka, Topic<V> topic, int maxKeys, Set<String> kept) {
    this.topic = topic;
    this.maxKeys = maxKeys;
    this.kept = Set.copyOf(kept);
    this.table = CompactedTable.follow(kafka.clients(), kafka.serdes(), topic, this::changed);
  }

  /** Of its topic. */
  String name() {
    return topic.name();
  }

  synchronized Optional<V> get(String key) {
    return Optional.ofNullable(values.get(key));
  }

  /** All values by key, in the order they were last changed. */
  synchronized Map<String, V> all() {
    return new LinkedHashMap<>(values);
  }

  synchronized int size() {
    return values.size();
  }

  /** The values that are wanted, in the order they were last changed. */
  synchronized List<V> matching(Predicate<V> wanted) {
    List<V> found = new ArrayList<>();
    each(
        value -> {
          if (wanted.test(value)) {
            found.add(value);
          }
        });
    return found;
  }

  /** In the order they were last changed; nothing changes meanwhile. */
  synchronized void each(Consumer<V> taker) {
    values.values().forEach(taker);
  }

  void awaitCaughtUp(Duration timeout) throws InterruptedException, TimeoutException {
    table.awaitCaughtUp(timeout);
  }

  /** Empty when the topic was read to where its end was at the start, and is followed since. */
  Optional<String> problem() {
    return table.isCaughtUp()
        ? table.problem()
        : Optional.of(topic.name() + " is being read for the first time");
  }

  /**
   * Waits until the value of a key is as wanted.
   *
   * @throws Refusal (503) if it is not so in time
   */
  synchronized void await(String key, Predicate<V> wanted, Duration timeout)
      throws InterruptedException {
    long end = System.nanoTime() + timeout.toNanos();
    while (get(key).filter(wanted).isEmpty()) {
      long left = (end - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        throw Refusal.of(
            503, "log_unavailable", "written to " + topic.name() + " but not read back in time");
      }
      wait(left);
    }
  }

  private synchronized void changed(String key, @Nullable V value) {
    // Removed first, so that the order is that of the last change.
    values.remove(key);
    if (value != null) {
      values.put(key, value);
      if (values.size() > maxKeys) {
        values.keySet().stream()
            .filter(old -> !kept.contains(old))
            .findFirst()
            .ifPresent(values::remove);
      }
    }
    notifyAll();
  }

  @Override
  public void close() {
    table.close();
  }
}
