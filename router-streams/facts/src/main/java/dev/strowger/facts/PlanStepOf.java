package dev.strowger.facts;

import dev.strowger.policy.Acceptance;
import dev.strowger.policy.Decision;
import dev.strowger.policy.Resilience;
import dev.strowger.records.Breaker;
import dev.strowger.records.Ceiling;
import dev.strowger.records.Consistency;
import dev.strowger.records.PlanStep;
import dev.strowger.records.Retry;
import dev.strowger.records.StepRole;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Steps as they travel. A pool is named like its provider. */
final class PlanStepOf {
  private PlanStepOf() {}

  /** The steps of a plan; a judge has its terms from the step before it. */
  static List<PlanStep> all(List<Decision.Step> steps, Map<String, String> safety) {
    List<PlanStep> all = new ArrayList<>(steps.size());
    Optional<Acceptance.Judge> judge = Optional.empty();
    for (Decision.Step step : steps) {
      all.add(one(step, safety, judge));
      judge = step.accept().flatMap(Acceptance::judge);
    }
    return all;
  }

  /** A step that stands alone. */
  static PlanStep alone(Decision.Step step, Map<String, String> safety) {
    return one(step, safety, Optional.empty());
  }

  private static PlanStep one(
      Decision.Step step, Map<String, String> safety, Optional<Acceptance.Judge> before) {
    Resilience resilience = step.resilience();
    PlanStep.Builder record =
        PlanStep.newBuilder()
            .setPool(step.provider())
            .setProvider(step.provider())
            .setModel(step.model())
            .setMaxLatencyMs(step.maxLatencyMs().orElse(null))
            .setRetry(retry(resilience.retry()))
            .setAdvanceOn(resilience.moving().advanceOn())
            .setHedgeAfterMs(resilience.moving().hedgeAfterMs().orElse(null))
            .setRescue(resilience.moving().rescue())
            .setBreaker(breaker(resilience.breaker()))
            .setCeiling(
                new Ceiling(resilience.ceiling().concurrent(), resilience.ceiling().perSecond()))
            .setContextWindow(step.contextWindow().map(Integer::longValue).orElse(null))
            .setPrice(step.price().map(PriceOf::price).orElse(null))
            .setReason(step.reason())
            .setSafety(safety);
    Resilience.Timeouts timeouts = resilience.timeouts();
    record
        .setConnectTimeoutMs(timeouts.connectMs())
        .setHeadersTimeoutMs(timeouts.headersMs())
        .setFirstTokenTimeoutMs(timeouts.firstTokenMs())
        .setIdleTimeoutMs(timeouts.idleMs())
        .setTotalTimeoutMs(timeouts.totalMs());
    return switch (step.role()) {
      case ANSWER ->
          record
              .setRole(StepRole.ANSWER)
              .setAccept(step.accept().map(PlanStepOf::acceptance).orElse(null))
              .build();
      case JUDGE -> judging(record, step.accept().flatMap(Acceptance::judge).or(() -> before));
    };
  }

  private static PlanStep judging(PlanStep.Builder record, Optional<Acceptance.Judge> judge) {
    record.setRole(StepRole.JUDGE);
    judge.ifPresent(
        terms -> record.setJudgeAtLeast(terms.atLeast()).setJudgeCriteria(terms.criteria()));
    return record.build();
  }

  private static dev.strowger.records.Acceptance acceptance(Acceptance accept) {
    return dev.strowger.records.Acceptance.newBuilder()
        .setJsonSchema(accept.jsonSchema())
        .setLanguages(accept.languages())
        .setNoRefusal(accept.noRefusal())
        .setMinChars(nullable(accept.minChars()))
        .setMaxChars(nullable(accept.maxChars()))
        .setMinLogprob(accept.minLogprob().isPresent() ? accept.minLogprob().getAsDouble() : null)
        .setConsistency(
            accept.consistency().map(c -> new Consistency(c.samples(), c.agree())).orElse(null))
        .build();
  }

  private static @Nullable Integer nullable(OptionalInt value) {
    return value.isPresent() ? value.getAsInt() : null;
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
}
