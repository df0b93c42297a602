package dev.strowger.router;

import dev.strowger.records.IdempotentRequest;
import dev.strowger.records.RequestRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The first request of each Idempotency-Key of one partition, as long as it is under way or has
 * ended with an answer. All times are those of the records, so that the log read again leads to the
 * same. Indexes by age and by request are rebuilt from the store whenever the task starts.
 */
final class IdempotencyKeys {
  static final String STORE = "idempotency-keys";

  /** The oldest key is forgotten before its time when there are more; some 500 bytes each. */
  static final int MAX_REMEMBERED = 200_000;

  private final KeyValueStore<String, IdempotentRequest> store;
  private final Duration age;
  private final int most;
  private final TreeSet<Dated> byAge = new TreeSet<>(Dated.ORDER);
  private final Map<String, String> underWay = new HashMap<>();

  private record Dated(long atMs, String key) {
    static final Comparator<Dated> ORDER =
        Comparator.comparingLong(Dated::atMs).thenComparing(Dated::key);

    static Dated of(String key, IdempotentRequest first) {
      return new Dated(first.getAt().toEpochMilli(), key);
    }
  }

  IdempotencyKeys(KeyValueStore<String, IdempotentRequest> store, Duration age) {
    this(store, age, MAX_REMEMBERED);
  }

  /**
   * @param age of a key when it is forgotten
   */
  IdempotencyKeys(KeyValueStore<String, IdempotentRequest> store, Duration age, int most) {
    this.store = store;
    this.age = age;
    this.most = most;
    try (KeyValueIterator<String, IdempotentRequest> all = store.all()) {
      while (all.hasNext()) {
        KeyValue<String, IdempotentRequest> entry = all.next();
        index(entry.key, entry.value);
      }
    }
  }

  /**
   * The request that was first with this one's key: itself, if it is delivered again. Empty if this
   * one is the first.
   *
   * @param at when this request was recorded
   */
  Optional<IdempotentRequest> first(RequestRecord request, Instant at) {
    return Optional.ofNullable(request.getIdempotencyKey())
        .map(store::get)
        .filter(first -> at.isBefore(first.getAt().plus(age)));
  }

  /** From now on the request is the first of its key; does nothing if it has none. */
  void remember(RequestRecord request, Instant at) {
    String key = request.getIdempotencyKey();
    if (key == null) {
      return;
    }
    forget(key);
    IdempotentRequest first =
        new IdempotentRequest(request.getRequestId(), request.getBodyHash(), at, false);
    store.put(key, first);
    index(key, first);
    if (byAge.size() > most) {
      forget(byAge.first().key());
    }
  }

  /** Without an answer the key is free for the next request. */
  void ended(String requestId, boolean answered) {
    String key = underWay.remove(requestId);
    if (key == null) {
      return;
    }
    IdempotentRequest first = store.get(key);
    if (first == null || !first.getRequestId().equals(requestId)) {
      return;
    }
    if (answered) {
      store.put(key, IdempotentRequest.newBuilder(first).setAnswered(true).build());
    } else {
      forget(key);
    }
  }

  /** Forgets keys that are too old, at most so many. */
  void forget(long streamTimeMs, int atMost) {
    long oldest = streamTimeMs - age.toMillis();
    for (int i = 0; i < atMost && !byAge.isEmpty() && byAge.first().atMs() <= oldest; i++) {
      forget(byAge.first().key());
    }
  }

  private void forget(String key) {
    IdempotentRequest first = store.delete(key);
    if (first != null) {
      byAge.remove(Dated.of(key, first));
      underWay.remove(first.getRequestId());
    }
  }

  private void index(String key, IdempotentRequest first) {
    byAge.add(Dated.of(key, first));
    if (!first.getAnswered()) {
      underWay.put(first.getRequestId(), key);
    }
  }
}
