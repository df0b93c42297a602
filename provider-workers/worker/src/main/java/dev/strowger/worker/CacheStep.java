package dev.strowger.worker;

import dev.strowger.records.CacheTerms;
import dev.strowger.records.PathStep;

/** The step of a plan that looks for a kept answer, and what tells it from calls. Pure. */
final class CacheStep {
  /** Of the pool and of its provider; no provider of the catalogue has it. */
  static final String NAME = "cache";

  /** Its result in the path if nothing was found. */
  static final String MISS = "miss";

  private CacheStep() {}

  /** Whether this part of the path is no call of a provider, whatever came of it. */
  static boolean is(PathStep step) {
    return step.getProvider().equals(NAME);
  }

  /** What the caller is told of the cache by whoever answers without it. */
  static String word(Delivery delivery) {
    CacheTerms terms = delivery.routed().getPlan().getCache();
    return terms != null && terms.getRead() ? MISS : "";
  }

  static PathStep path(Delivery delivery, String result, String message, long latencyUs) {
    return PathStep.newBuilder()
        .setProvider(delivery.step().getProvider())
        .setModel(delivery.step().getModel())
        .setResult(result)
        .setMessage(message)
        .setLatencyUs(latencyUs)
        .build();
  }
}
