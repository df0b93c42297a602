package dev.strowger.worker;

import dev.strowger.dialects.TokenUsage;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The figures of one pool; names and tags after OpenTelemetry's GenAI conventions where there are
 * any.
 */
final class PoolMetrics {
  private static final int MAX_MODELS = 200;

  private final MeterRegistry meters;
  private final String provider;
  private final AtomicInteger inFlight;
  private final AtomicInteger paused;
  private final Counter notKept;
  private final Set<String> models = ConcurrentHashMap.newKeySet();

  PoolMetrics(MeterRegistry meters, String provider) {
    this.meters = meters;
    this.provider = provider;
    Tags tags = Tags.of("gen_ai.provider.name", provider);
    this.inFlight = gauge("strowger.pool.in_flight", tags);
    this.paused = gauge("strowger.pool.paused", tags);
    this.notKept = Counter.builder("strowger.answers.not_kept").tags(tags).register(meters);
  }

  private AtomicInteger gauge(String name, Tags tags) {
    AtomicInteger value = new AtomicInteger();
    io.micrometer.core.instrument.Gauge.builder(name, value, AtomicInteger::get)
        .tags(tags)
        .strongReference(true)
        .register(meters);
    return value;
  }

  void inFlight(int count) {
    inFlight.set(count);
  }

  void paused(boolean now) {
    paused.set(now ? 1 : 0);
  }

  void notKept() {
    notKept.increment();
  }

  void attempted(Attempted attempted) {
    String model = known(attempted.delivery().step().getModel());
    Tags tags =
        Tags.of(
            "gen_ai.provider.name",
            provider,
            "gen_ai.request.model",
            model,
            "gen_ai.operation.name",
            attempted.delivery().request().getOperation());
    boolean answered = attempted.result().equals("answered");
    timer(
            "gen_ai.client.operation.duration",
            tags.and("error.type", answered ? "" : attempted.result()))
        .record(attempted.watch().latencyUs(), TimeUnit.MICROSECONDS);
    attempted
        .watch()
        .firstTokenUs()
        .ifPresent(
            us ->
                timer("gen_ai.client.operation.time_to_first_chunk", tags)
                    .record(us, TimeUnit.MICROSECONDS));
    TokenUsage usage = attempted.outcome().usage();
    tokens(tags, "input", usage.input());
    tokens(tags, "output", usage.output());
  }

  /** The same target is to be called again. */
  void retried(String model, String why) {
    count("strowger.retries", model, why);
  }

  /** A target was not asked. */
  void passedOver(String model, String why) {
    count("strowger.passed_over", model, why);
  }

  /** A whole answer was not given, by that gate. */
  void notAccepted(String model, String gate) {
    count("strowger.not_accepted", model, gate);
  }

  private void count(String name, String model, String why) {
    Counter.builder(name)
        .tags("gen_ai.provider.name", provider, "gen_ai.request.model", known(model))
        .tag("error.type", why)
        .register(meters)
        .increment();
  }

  /** Clients may name any model of a provider; only so many become time series. */
  private String known(String model) {
    return models.contains(model) || (models.size() < MAX_MODELS && models.add(model))
        ? model
        : "other";
  }

  private void tokens(Tags tags, String type, long count) {
    if (count > 0) {
      DistributionSummary.builder("gen_ai.client.token.usage")
          .baseUnit("tokens")
          .tags(tags.and("gen_ai.token.type", type))
          .register(meters)
          .record((double) count);
    }
  }

  private Timer timer(String name, Tags tags) {
    return Timer.builder(name)
        .tags(tags)
        .serviceLevelObjectives(
            Duration.ofMillis(10),
            Duration.ofMillis(100),
            Duration.ofMillis(500),
            Duration.ofSeconds(1),
            Duration.ofSeconds(5),
            Duration.ofSeconds(20),
            Duration.ofSeconds(80))
        .register(meters);
  }
}
