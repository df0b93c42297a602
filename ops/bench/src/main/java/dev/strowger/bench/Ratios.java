package dev.strowger.bench;

import dev.strowger.bench.Measurement.Latency;
import dev.strowger.bench.Row.Part;
import java.util.List;
import java.util.Optional;

/**
 * The gateway against its floors, at one rate.
 *
 * @param addedP50Micros what the gateway adds to a direct call at the median
 * @param addedOverBare that, as a multiple of the bare pipeline's median
 * @param overDirect the gateway's median, 95th and 99th percentile as multiples of the direct
 *     call's
 */
record Ratios(double rate, long addedP50Micros, double addedOverBare, Multiples overDirect) {

  /** Multiples of latencies. */
  record Multiples(double p50, double p95, double p99) {
    static Multiples of(Latency some, Latency base) {
      return new Multiples(
          over(some.p50(), base.p50()), over(some.p95(), base.p95()), over(some.p99(), base.p99()));
    }
  }

  /** Empty unless all three parts were measured at this rate. */
  static Optional<Ratios> at(double rate, List<Row> rows) {
    Optional<Latency> bare = latency(Part.BARE, rate, rows);
    Optional<Latency> direct = latency(Part.DIRECT, rate, rows);
    Optional<Latency> gateway = latency(Part.GATEWAY, rate, rows);
    if (bare.isEmpty() || direct.isEmpty() || gateway.isEmpty()) {
      return Optional.empty();
    }
    long added = gateway.get().p50() - direct.get().p50();
    return Optional.of(
        new Ratios(
            rate, added, over(added, bare.get().p50()), Multiples.of(gateway.get(), direct.get())));
  }

  private static Optional<Latency> latency(Part part, double rate, List<Row> rows) {
    return rows.stream()
        .filter(row -> row.part() == part && row.rate() == rate)
        .map(row -> row.measurement().latency())
        .findFirst();
  }

  private static double over(long some, long base) {
    return base == 0 ? Double.NaN : (double) some / base;
  }
}
