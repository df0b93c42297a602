package dev.strowger.ingress;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;

/** Where on llm.responses each kept answer stands; bounded, the oldest are forgotten first. */
final class KeptIndex {
  /** A record's place. */
  record Place(TopicPartition partition, long offset) {}

  private final LinkedHashMap<String, Place> places;

  /**
   * @param most entries, each some 250 bytes
   */
  KeptIndex(int most) {
    this.places =
        new LinkedHashMap<>() {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<String, Place> eldest) {
            return size() > most;
          }
        };
  }

  synchronized void put(String id, Place place) {
    places.put(id, place);
    notifyAll();
  }

  synchronized void remove(String id) {
    places.remove(id);
  }

  synchronized Optional<Place> find(String id) {
    return Optional.ofNullable(places.get(id));
  }

  synchronized int size() {
    return places.size();
  }

  /** Waits a little for an answer that was kept only just now, perhaps through another door. */
  synchronized Optional<Place> await(String id, Duration patience) throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    while (!places.containsKey(id)) {
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (left <= 0) {
        return Optional.empty();
      }
      wait(left);
    }
    return find(id);
  }
}
