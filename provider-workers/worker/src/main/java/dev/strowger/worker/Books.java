package dev.strowger.worker;

import dev.strowger.records.Outcome;
import dev.strowger.records.RoutedRecord;
import dev.strowger.sealing.SealedException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Writes down what came of attempts; each returns whether it is in the log. */
record Books(Publisher publisher, Events events, CacheKeeper cache) {
  /** The attempt, and that the request ended with it; its answer may be kept for others. */
  boolean claim(Attempted attempted, Outcome outcome) throws InterruptedException {
    if (outcome == Outcome.ANSWERED) {
      cache.keep(attempted);
      if (attempted.outcome() instanceof CallOutcome.Answered(byte[] body, var _, var _, var _)) {
        publisher.audit().given(attempted.delivery(), body, false);
      }
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
    List<ProducerRecord<String, byte[]>> all = new ArrayList<>();
    for (Attempted one : attempts) {
      all.add(publisher.event(one.delivery(), events.attempt(one)));
    }
    return all.isEmpty() || publisher.surely(all);
  }

  /** The attempt, and the request on its way to another step. */
  boolean advance(Attempted attempted, RoutedRecord next) throws InterruptedException {
    Delivery delivery = attempted.delivery();
    ProducerRecord<String, byte[]> step = sealed(attempted, () -> publisher.step(delivery, next));
    return publisher.surely(List.of(step, publisher.event(delivery, events.attempt(attempted))));
  }

  /**
   * What follows from an attempt.
   *
   * @throws SealedException if that cannot be sealed; what the call used is written down all the
   *     same
   */
  <T> T sealed(Attempted attempted, Supplier<T> sealing) throws InterruptedException {
    try {
      return sealing.get();
    } catch (SealedException e) {
      boolean _ = note(attempted);
      throw e;
    }
  }
}
