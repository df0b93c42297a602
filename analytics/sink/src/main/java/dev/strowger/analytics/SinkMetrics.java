package dev.strowger.analytics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** What the sink shows of itself. */
final class SinkMetrics {
  private final MeterRegistry meters;
  private final Counter failures;
  private final Counter deadLetters;
  private final AtomicLong lag;
  private final AtomicLong degraded;

  SinkMetrics(MeterRegistry meters) {
    this.meters = meters;
    this.failures =
        Counter.builder("strowger.analytics.failures")
            .description("tries to store a batch that failed and are repeated")
            .register(meters);
    this.deadLetters =
        Counter.builder("strowger.analytics.dead.letters")
            .description("records that could not be used")
            .register(meters);
    this.lag = meters.gauge("strowger.analytics.lag.records", new AtomicLong());
    this.degraded = meters.gauge("strowger.analytics.degraded", new AtomicLong());
  }

  void stored(Table table, int rows, long nanos) {
    Counter.builder("strowger.analytics.rows")
        .description("rows stored")
        .tag("table", table.tableName())
        .register(meters)
        .increment(rows);
    Timer.builder("strowger.analytics.insert")
        .description("time of one insert")
        .tag("table", table.tableName())
        .register(meters)
        .record(nanos, TimeUnit.NANOSECONDS);
  }

  void failed() {
    failures.increment();
    degraded.set(1);
  }

  void recovered() {
    degraded.set(0);
  }

  void deadLetter() {
    deadLetters.increment();
  }

  /** Records in the log that are not in ClickHouse yet. */
  void lag(long records) {
    lag.set(records);
  }
}
