package dev.strowger.bench;

import dev.strowger.bench.Row.Part;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;

/** Measures the parts one after another at every rate. */
final class Comparison {
  private final Plan plan;
  private final List<Row> rows = new ArrayList<>();

  /**
   * @param rates requests a second
   * @param time of each measurement
   * @param warmup of each part before its first measurement, at half the highest rate
   * @param parts to measure
   */
  record Plan(List<Double> rates, Duration time, Duration warmup, Set<Part> parts) {
    Plan {
      rates = List.copyOf(rates);
      parts = Set.copyOf(parts);
    }

    double warmupRate() {
      return rates.stream().mapToDouble(Double::doubleValue).max().orElse(2) / 2;
    }
  }

  /** Starts what is measured when its turn comes, so that nothing idles beside it. */
  interface GatewaySource {
    Gateway get() throws Exception;
  }

  Comparison(Plan plan) {
    this.plan = plan;
  }

  List<Row> run(GatewaySource source, Question question) throws Exception {
    if (plan.parts().contains(Part.BARE)) {
      try (BarePipeline bare = BarePipeline.start()) {
        warm(bare);
        for (double rate : plan.rates()) {
          measure(Part.BARE, rate, bare, OptionalLong::empty);
        }
      }
    }
    if (plan.parts().contains(Part.DIRECT) || plan.parts().contains(Part.GATEWAY)) {
      try (Gateway gateway = source.get()) {
        gateway(gateway, question);
      }
    }
    return rows;
  }

  private void gateway(Gateway gateway, Question question) throws InterruptedException {
    try (HttpTarget direct = new HttpTarget(gateway.direct(), "", question);
        HttpTarget whole = new HttpTarget(gateway.endpoint(), gateway.key(), question)) {
      if (plan.parts().contains(Part.DIRECT)) {
        warm(direct);
      }
      if (plan.parts().contains(Part.GATEWAY)) {
        warm(whole);
      }
      for (double rate : plan.rates()) {
        if (plan.parts().contains(Part.DIRECT)) {
          measure(Part.DIRECT, rate, direct, gateway::cpuMillis);
        }
        if (plan.parts().contains(Part.GATEWAY)) {
          measure(Part.GATEWAY, rate, whole, gateway::cpuMillis);
        }
      }
    }
  }

  private void warm(Target target) throws InterruptedException {
    if (!plan.warmup().isZero()) {
      OpenLoop.run(Schedule.lasting(plan.warmupRate(), plan.warmup()), target);
    }
  }

  private void measure(Part part, double rate, Target target, Supplier<OptionalLong> cpu)
      throws InterruptedException {
    OptionalLong before = cpu.get();
    Measurement measured = OpenLoop.run(Schedule.lasting(rate, plan.time()), target);
    OptionalLong after = cpu.get();
    OptionalDouble each =
        before.isEmpty() || after.isEmpty()
            ? OptionalDouble.empty()
            : OptionalDouble.of(
                (double) (after.getAsLong() - before.getAsLong()) / measured.schedule().count());
    rows.add(new Row(part, measured, each));
    System.err.printf(
        Locale.ROOT, "measured %s at %.0f/s%n", part.name().toLowerCase(Locale.ROOT), rate);
  }
}
