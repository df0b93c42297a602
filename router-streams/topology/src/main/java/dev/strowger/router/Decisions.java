package dev.strowger.router;

import dev.strowger.policy.Decision;
import dev.strowger.policy.ModelPrice;
import dev.strowger.policy.Resilience;
import dev.strowger.records.Breaker;
import dev.strowger.records.Candidate;
import dev.strowger.records.Ceiling;
import dev.strowger.records.DecisionRecord;
import dev.strowger.records.Plan;
import dev.strowger.records.PlanStep;
import dev.strowger.records.Price;
import dev.strowger.records.RequestRecord;
import dev.strowger.records.Retry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Decisions of the policy as they travel. */
final class Decisions {
  private Decisions() {}

  static Plan plan(Decision.Planned planned, String version) {
    return Plan.newBuilder()
        .setRoute(planned.route())
        .setPolicyVersion(version)
        .setSteps(
            planned.steps().stream().map(step -> step(step, planned.terms().safety())).toList())
        .setMaxAttempts(planned.terms().budget().attempts())
        .setBudgetMs(planned.terms().budget().totalMs())
        .build();
  }

  static DecisionRecord record(
      RequestRecord request,
      Instant at,
      String route,
      String version,
      List<Decision.Candidate> candidates,
      @Nullable String refusal) {
    return DecisionRecord.newBuilder()
        .setRequestId(request.getRequestId())
        .setTenant(request.getTenant())
        .setAt(at)
        .setRequestedModel(request.getModel())
        .setRoute(route)
        .setPolicyVersion(version)
        .setCandidates(candidates.stream().map(Decisions::candidate).toList())
        .setRefusal(refusal)
        .build();
  }

  /** A pool is named like its provider. */
  private static PlanStep step(Decision.Step step, Map<String, String> safety) {
    Resilience resilience = step.resilience();
    Resilience.Timeouts timeouts = resilience.timeouts();
    Resilience.Moving moving = resilience.moving();
    return PlanStep.newBuilder()
        .setPool(step.provider())
        .setProvider(step.provider())
        .setModel(step.model())
        .setMaxLatencyMs(step.maxLatencyMs().orElse(null))
        .setConnectTimeoutMs(timeouts.connectMs())
        .setHeadersTimeoutMs(timeouts.headersMs())
        .setFirstTokenTimeoutMs(timeouts.firstTokenMs())
        .setIdleTimeoutMs(timeouts.idleMs())
        .setTotalTimeoutMs(timeouts.totalMs())
        .setRetry(retry(resilience.retry()))
        .setAdvanceOn(moving.advanceOn())
        .setHedgeAfterMs(moving.hedgeAfterMs().orElse(null))
        .setRescue(moving.rescue())
        .setBreaker(breaker(resilience.breaker()))
        .setCeiling(
            new Ceiling(resilience.ceiling().concurrent(), resilience.ceiling().perSecond()))
        .setContextWindow(step.contextWindow().map(Integer::longValue).orElse(null))
        .setPrice(step.price().map(Decisions::price).orElse(null))
        .setReason(step.reason())
        .setSafety(safety)
        .build();
  }

  private static Retry retry(Resilience.Retry retry) {
    return new Retry(
        retry.maxAttempts(),
        retry.on(),
        retry.backoffMs(),
        retry.maxBackoffMs(),
        retry.maxRetryAfterMs());
  }

  private static Breaker breaker(Resilience.Breaker breaker) {
    return new Breaker(
        breaker.window(),
        breaker.minCalls(),
        breaker.failurePercent(),
        breaker.openMs(),
        breaker.maxOpenMs());
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
        candidate.reason(),
        candidate.scores());
  }
}
