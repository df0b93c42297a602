package dev.strowger.router;

import dev.strowger.policy.Decision;
import dev.strowger.policy.ModelPrice;
import dev.strowger.records.Candidate;
import dev.strowger.records.DecisionRecord;
import dev.strowger.records.Plan;
import dev.strowger.records.PlanStep;
import dev.strowger.records.Price;
import dev.strowger.records.RequestRecord;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Decisions of the policy as they travel. */
final class Decisions {
  private static final int FIRST_TOKEN_TIMEOUT_MS = 60_000;
  private static final int IDLE_TIMEOUT_MS = 30_000;
  private static final int TOTAL_TIMEOUT_MS = 600_000;

  private Decisions() {}

  static Plan plan(Decision.Planned planned, String version) {
    return Plan.newBuilder()
        .setRoute(planned.route())
        .setPolicyVersion(version)
        .setSteps(planned.steps().stream().map(step -> step(step, planned.safety())).toList())
        .build();
  }

  static DecisionRecord record(
      RequestRecord request,
      Instant at,
      String route,
      String version,
      List<Decision.Candidate> candidates,
      @Nullable String refusal) {
    return new DecisionRecord(
        request.getRequestId(),
        request.getTenant(),
        at,
        request.getModel(),
        route,
        version,
        candidates.stream().map(Decisions::candidate).toList(),
        refusal);
  }

  /** A pool is named like its provider. */
  private static PlanStep step(Decision.Step step, Map<String, String> safety) {
    return PlanStep.newBuilder()
        .setPool(step.provider())
        .setProvider(step.provider())
        .setModel(step.model())
        .setMaxLatencyMs(step.maxLatencyMs().orElse(null))
        .setFirstTokenTimeoutMs(FIRST_TOKEN_TIMEOUT_MS)
        .setIdleTimeoutMs(IDLE_TIMEOUT_MS)
        .setTotalTimeoutMs(TOTAL_TIMEOUT_MS)
        .setPrice(step.price().map(Decisions::price).orElse(null))
        .setReason(step.reason())
        .setSafety(safety)
        .build();
  }

  private static Price price(ModelPrice price) {
    return new Price(
        price.currency(),
        price.inputMicrosPerMillion(),
        price.outputMicrosPerMillion(),
        price.cachedInputMicrosPerMillion(),
        price.cacheWriteMicrosPerMillion());
  }

  private static Candidate candidate(Decision.Candidate candidate) {
    return new Candidate(
        candidate.provider(),
        candidate.model(),
        candidate.weight(),
        candidate.position(),
        candidate.reason());
  }
}
