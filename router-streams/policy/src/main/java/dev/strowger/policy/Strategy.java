package dev.strowger.policy;

import java.util.Optional;

/**
 * In which order the targets of a tier are tried.
 *
 * @param sticky what keeps the same first target, for the provider's prompt cache
 */
record Strategy(Order order, Optional<Sticky> sticky) {
  static final Strategy WEIGHTED = new Strategy(new Order.Weighted(), Optional.empty());

  /** What requests must have in common to get the same. */
  enum Sticky {
    CONVERSATION,
    USER,
    CREDENTIAL,
    TENANT
  }

  /** By what the order goes. Targets without the figures stand behind those that have them. */
  sealed interface Order {
    /** The first is drawn by weight, the others follow by weight. */
    record Weighted() implements Order {}

    /** As they stand in the manifest. */
    record Priority() implements Order {}

    /**
     * The cheapest first, of those whose quality for the intent is enough; the others behind, best
     * first.
     *
     * @param quality least quality, 0 to 1
     */
    record Cheapest(double quality) implements Order {}

    /** The fastest first. */
    record LowestLatency(Figure figure) implements Order {}

    /** The fewest requests in flight first. */
    record LeastBusy() implements Order {}

    /** Weights of cost, latency and quality, each scaled to 0 to 1 over the targets. */
    record Score(double cost, double latency, double quality) implements Order {}

    /**
     * Thompson sampling over lately answered and failed calls.
     *
     * @param explore share of requests, 0 to 1, that go to a target drawn evenly
     */
    record Adaptive(double explore) implements Order {}
  }

  /** Which figure of latency counts. */
  enum Figure {
    MEAN,
    P95,
    FIRST_TOKEN
  }
}
