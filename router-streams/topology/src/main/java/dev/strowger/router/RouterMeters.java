package dev.strowger.router;

import dev.strowger.quota.Level;
import dev.strowger.records.Terminal;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What the router counts. */
final class RouterMeters {
  private static final String PREFIX = "strowger.router.";

  private final MeterRegistry registry;
  private final Map<String, Integer> openByTask = new ConcurrentHashMap<>();
  private final MultiGauge policy;

  RouterMeters(MeterRegistry registry) {
    this.registry = registry;
    this.policy =
        MultiGauge.builder(PREFIX + "policy.info")
            .description("1 for the version of the policy in force")
            .register(registry);
    Gauge.builder(
            PREFIX + "requests.open",
            openByTask,
            open -> open.values().stream().mapToInt(Integer::intValue).sum())
        .description("Requests that were routed and have not ended, as of the last sweep")
        .register(registry);
  }

  /**
   * @param ruling routed, refused, duplicate (the same record once more) or repeat (of a client)
   */
  void request(String ruling) {
    registry.counter(PREFIX + "requests", "ruling", ruling).increment();
  }

  /** A limit was in the way of a request. */
  void limited(Level level) {
    registry
        .counter(
            "strowger.limits.refused",
            "scope",
            level.scope().name().toLowerCase(Locale.ROOT),
            "limit",
            level.kind().label())
        .increment();
  }

  void copies(Copies copies) {
    if (!copies.made().isEmpty()) {
      registry.counter(PREFIX + "shadows", "copy", "sent").increment(copies.made().size());
    }
    if (copies.tooLarge() > 0) {
      registry.counter(PREFIX + "shadows", "copy", "too_large").increment(copies.tooLarge());
    }
  }

  void terminal(Terminal terminal) {
    String outcome = terminal.getOutcome().name().toLowerCase(Locale.ROOT);
    registry.counter(PREFIX + "terminals", "outcome", outcome).increment();
  }

  /**
   * @param why late (the request has ended), unknown (it never began) or repeated
   */
  void dropped(String why) {
    registry.counter(PREFIX + "claims.dropped", "why", why).increment();
  }

  void deadLetter(String topic) {
    registry.counter(PREFIX + "dead.letters", "topic", topic).increment();
  }

  void replyWithoutReader() {
    registry.counter(PREFIX + "replies.without.reader").increment();
  }

  void open(String task, int requests) {
    openByTask.put(task, requests);
  }

  void policyInForce(String version) {
    policy.register(
        List.of(MultiGauge.Row.of(Tags.of("version", version), () -> 1)), /* overwrite= */ true);
  }

  void policyRejected() {
    registry.counter(PREFIX + "policies.rejected").increment();
  }

  /** One that no producer would have ended any more. */
  void hangingTransactionEnded() {
    registry.counter(PREFIX + "hanging.transactions").increment();
  }

  void threadReplaced() {
    registry.counter(PREFIX + "threads.replaced").increment();
  }
}
