package dev.strowger.worker;

import dev.strowger.worker.cache.Found;
import dev.strowger.worker.cache.KeptAnswers;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/** The figures of the cache. */
final class CacheMetrics {
  private final MeterRegistry meters;

  CacheMetrics(MeterRegistry meters) {
    this.meters = meters;
  }

  void watch(KeptAnswers answers) {
    Gauge.builder("strowger.cache.entries", answers, KeptAnswers::count).register(meters);
    Gauge.builder("strowger.cache.size", answers, KeptAnswers::bytes)
        .baseUnit("bytes")
        .register(meters);
  }

  void hit(Found.Kept found) {
    counter("strowger.cache.hits", "likeness", found.likeness().label()).increment();
    counter("strowger.cache.saved.micros", "currency", found.answer().getCurrency())
        .increment((double) found.answer().getCostMicros());
  }

  /**
   * @param why "nothing" fits; "reading": not all that is kept is known yet; "not_cacheable": the
   *     request; "not_given": what was found is not what the client has the beginning of
   */
  void miss(String why) {
    counter("strowger.cache.misses", "reason", why).increment();
  }

  void kept() {
    Counter.builder("strowger.cache.kept").register(meters).increment();
  }

  /**
   * @param why "full": no room in the queue; "failed": the log did not take it
   */
  void notKept(String why) {
    counter("strowger.cache.not_kept", "reason", why).increment();
  }

  private Counter counter(String name, String tag, String value) {
    return Counter.builder(name).tag(tag, value).register(meters);
  }
}
