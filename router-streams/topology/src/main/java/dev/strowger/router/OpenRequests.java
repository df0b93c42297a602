package dev.strowger.router;

import dev.strowger.records.EndedRequest;
import dev.strowger.records.LedgerEntry;
import dev.strowger.records.OpenAttempt;
import dev.strowger.records.OpenRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The requests of one partition that have not ended, and for a while those that have. An index by
 * due time, rebuilt from the store whenever the task starts, spares the sweep from reading all.
 */
final class OpenRequests {
  /** Ended requests are forgotten before their time when there are more than this. */
  static final int MAX_REMEMBERED = 200_000;

  private final KeyValueStore<String, LedgerEntry> store;
  private final LedgerTerms terms;
  private final TreeSet<Due> open = new TreeSet<>(Due.ORDER);
  private final TreeSet<Due> ended = new TreeSet<>(Due.ORDER);

  private record Due(long atMs, String requestId) {
    static final Comparator<Due> ORDER =
        Comparator.comparingLong(Due::atMs).thenComparing(Due::requestId);
  }

  /** A request whose time is over. */
  record Overdue(String requestId, OpenRequest request) {}

  OpenRequests(KeyValueStore<String, LedgerEntry> store, LedgerTerms terms) {
    this.store = store;
    this.terms = terms;
    try (KeyValueIterator<String, LedgerEntry> all = store.all()) {
      while (all.hasNext()) {
        KeyValue<String, LedgerEntry> entry = all.next();
        index(entry.key, entry.value);
      }
    }
  }

  /** Empty if nothing is known of the request. */
  Optional<LedgerEntry> find(String requestId) {
    return Optional.ofNullable(store.get(requestId));
  }

  int openCount() {
    return open.size();
  }

  void open(String requestId, OpenRequest request) {
    LedgerEntry entry = new LedgerEntry(request);
    store.put(requestId, entry);
    index(requestId, entry);
  }

  /** Replaces an open request; its deadline stays. */
  void update(String requestId, OpenRequest request) {
    store.put(requestId, new LedgerEntry(request));
  }

  /** From now on the request is known to have ended. */
  void end(String requestId, Instant at) {
    Optional<OpenRequest> request =
        find(requestId).map(LedgerEntry::getState).map(s -> s instanceof OpenRequest o ? o : null);
    request.ifPresent(r -> open.remove(due(requestId, r)));
    List<String> attempts =
        request.stream()
            .flatMap(r -> r.getAttempts().stream())
            .map(OpenAttempt::getEventId)
            .toList();
    LedgerEntry entry = new LedgerEntry(new EndedRequest(at, attempts));
    store.put(requestId, entry);
    index(requestId, entry);
    if (ended.size() > MAX_REMEMBERED) {
      store.delete(ended.removeFirst().requestId());
    }
  }

  /**
   * Remembers an attempt that was told after its request had ended.
   *
   * @return whether it was not known yet
   */
  boolean late(String requestId, EndedRequest request, String eventId) {
    List<String> known = request.getAttempts();
    if (known.contains(eventId)) {
      return false;
    }
    if (known.size() < OpenTrail.MAX_ATTEMPTS) {
      List<String> attempts = new ArrayList<>(known);
      attempts.add(eventId);
      store.put(requestId, new LedgerEntry(new EndedRequest(request.getAt(), attempts)));
    }
    return true;
  }

  /** The open request that is overdue for longest, if any is. It stays until it is ended. */
  Optional<Overdue> overdue(long nowMs) {
    while (!open.isEmpty() && open.first().atMs() <= nowMs) {
      Due due = open.first();
      LedgerEntry entry = store.get(due.requestId());
      if (entry != null && entry.getState() instanceof OpenRequest request) {
        return Optional.of(new Overdue(due.requestId(), request));
      }
      open.remove(due);
    }
    return Optional.empty();
  }

  /** Forgets ended requests whose time is over, at most so many. */
  void forget(long nowMs, int most) {
    for (int i = 0; i < most && !ended.isEmpty() && ended.first().atMs() <= nowMs; i++) {
      store.delete(ended.removeFirst().requestId());
    }
  }

  private void index(String requestId, LedgerEntry entry) {
    if (entry.getState() instanceof OpenRequest request) {
      open.add(due(requestId, request));
    } else if (entry.getState() instanceof EndedRequest request) {
      ended.add(new Due(request.getAt().plus(terms.remember()).toEpochMilli(), requestId));
    }
  }

  private Due due(String requestId, OpenRequest request) {
    return new Due(request.getDeadline().plus(terms.grace()).toEpochMilli(), requestId);
  }
}
