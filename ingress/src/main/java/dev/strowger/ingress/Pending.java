package dev.strowger.ingress;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The exchanges that wait for an answer, by request id. Bounded by {@link Admission}: each holds a
 * place there.
 */
final class Pending {
  /** How long after its deadline the pipeline may still answer a request. */
  private static final Duration LATENESS = Duration.ofSeconds(60);

  private final Map<String, Exchange> exchanges = new ConcurrentHashMap<>();
  private final AtomicReference<Instant> abandonedUntil = new AtomicReference<>(Instant.EPOCH);

  void add(String requestId, Exchange exchange) {
    exchanges.put(requestId, exchange);
  }

  void remove(String requestId) {
    exchanges.remove(requestId);
  }

  /**
   * Removes a request the pipeline may still be working on.
   *
   * @param deadline of the request
   */
  void abandon(String requestId, Instant deadline) {
    exchanges.remove(requestId);
    abandonedUntil.accumulateAndGet(deadline.plus(LATENESS), (a, b) -> a.isAfter(b) ? a : b);
  }

  /** Whether replies may still come for requests that were abandoned. */
  boolean lateRepliesPossible(Instant now) {
    return now.isBefore(abandonedUntil.get());
  }

  Optional<Exchange> find(String requestId) {
    return Optional.ofNullable(exchanges.get(requestId));
  }

  int size() {
    return exchanges.size();
  }

  List<Exchange> all() {
    return List.copyOf(exchanges.values());
  }
}
