package dev.strowger.router;

import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.records.Breaker;
import dev.strowger.records.Candidate;
import dev.strowger.records.Ceiling;
import dev.strowger.records.HealthState;
import dev.strowger.records.Plan;
import dev.strowger.records.PlanStep;
import dev.strowger.records.ProviderHealth;
import dev.strowger.records.Retry;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlansTest {
  @Test
  void saysUntilWhenATargetIsLeftAlone() {
    try (Bench bench = Bench.withPolicy()) {
      bench.down.changed(
          "anthropic/claude-haiku-4-5",
          new ProviderHealth(
              "anthropic",
              "anthropic",
              HealthState.DOWN,
              false,
              Samples.START,
              "overloaded",
              "claude-haiku-4-5",
              "w1",
              Samples.START.plusSeconds(5)));
      bench.ask(Samples.request("r1", "gpt-4o-mini"));

      assertThat(bench.decisions().getFirst().getCandidates())
          .extracting(Candidate::getReason)
          .containsExactly(
              "excluded: down until 12:00:05 (overloaded)", "weighted choice", "fallback");
    }
  }

  @Test
  void stepsCarryWhatThePolicySaysAboutFailures() {
    try (Bench bench = new Bench()) {
      bench.policy.changed(
          "active",
          Samples.policy(
              """
              resilience:
                timeouts: {connect_ms: 1, headers_ms: 2, first_token_ms: 3, idle_ms: 4, total_ms: 5}
                retry: {max_attempts: 2, on: [overloaded], backoff_ms: 6, max_backoff_ms: 7,
                        max_retry_after_ms: 8}
                advance_on: [timeout]
                budget: {attempts: 9, total_ms: 10}
                hedge: {after_ms: 5}
                breaker: {window: 12, min_calls: 11, failure_percent: 13, open_ms: 140,
                          max_open_ms: 150}
                ceiling: {concurrent: 16, per_second: 17}
                stream_guard: error
              """
                  + Samples.ROUTES));
      bench.ask(Samples.request("r1", "openai/gpt-4o-mini"));

      Plan plan = bench.routed("openai").getFirst().getPlan();
      assertThat(plan.getMaxAttempts()).isEqualTo(9);
      assertThat(plan.getBudgetMs()).isEqualTo(10);
      PlanStep step = plan.getSteps().getFirst();
      assertThat(
              List.of(
                  step.getConnectTimeoutMs(),
                  step.getHeadersTimeoutMs(),
                  step.getFirstTokenTimeoutMs(),
                  step.getIdleTimeoutMs(),
                  step.getTotalTimeoutMs()))
          .containsExactly(1, 2, 3, 4, 5);
      assertThat(step.getRetry()).isEqualTo(new Retry(2, List.of("overloaded"), 6, 7, 8));
      assertThat(step.getAdvanceOn()).containsExactly("timeout");
      assertThat(step.getHedgeAfterMs()).isEqualTo(5);
      assertThat(step.getBreaker()).isEqualTo(new Breaker(12, 11, 13, 140, 150));
      assertThat(step.getCeiling()).isEqualTo(new Ceiling(16, 17));
      assertThat(step.getRescue()).isFalse();
    }
  }
}
