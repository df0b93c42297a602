package dev.strowger.worker;

import dev.strowger.records.Outcome;
import dev.strowger.records.RoutedRecord;
import java.util.List;

/** Writes down what came of attempts; each returns whether it is in the log. */
record Books(Publisher publisher, Events events, CacheKeeper cache) {
  /** The attempt, and that the request ended with it; its answer may be kept for others. */
  boolean claim(Attempted attempted, Outcome outcome) throws InterruptedException {
    if (outcome == Outcome.ANSWERED) {
      cache.keep(attempted);
    }
    Delivery delivery = attempted.delivery();
    return publisher.surely(
        List.of(
            publisher.event(delivery, events.attempt(attempted)),
            publisher.event(delivery, events.terminal(attempted, outcome))));
  }

  /** The attempt; the request goes on, or another says how it ends. */
  boolean note(Attempted attempted) throws InterruptedException {
    return publisher.surely(
        List.of(publisher.event(attempted.delivery(), events.attempt(attempted))));
  }

  /** Several attempts; the request goes on. */
  boolean note(List<Attempted> attempts) throws InterruptedException {
    return attempts.isEmpty()
        || publisher.surely(
            attempts.stream()
                .map(one -> publisher.event(one.delivery(), events.attempt(one)))
                .toList());
  }

  /** The attempt, and the request on its way to another step. */
  boolean advance(Attempted attempted, RoutedRecord next) throws InterruptedException {
    Delivery delivery = attempted.delivery();
    return publisher.surely(
        List.of(
            publisher.step(delivery, next), publisher.event(delivery, events.attempt(attempted))));
  }
}
