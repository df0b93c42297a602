package dev.strowger.worker;

import dev.strowger.records.Breaker;
import dev.strowger.records.Ceiling;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongConsumer;

/** Makes the parts of a guard from what a plan says. */
final class GuardParts {
  /** Doubling more often than this would overflow. */
  private static final int MAX_DOUBLINGS = 20;

  static {
    loadAllStates();
  }

  private GuardParts() {}

  /**
   * Has the classes of all states of a breaker loaded before any is used. On a busy machine the
   * first opening of a breaker cost other calls an IncompatibleClassChangeError in its state (JDK
   * 25.0.3), as if compiled code had taken the only class it knew for granted; with all of them
   * loaded before it was not seen again.
   */
  private static void loadAllStates() {
    CircuitBreaker breaker = CircuitBreaker.ofDefaults("states");
    breaker.transitionToOpenState();
    breaker.transitionToHalfOpenState();
    breaker.transitionToForcedOpenState();
    breaker.transitionToDisabledState();
    breaker.transitionToMetricsOnlyState();
    breaker.transitionToClosedState();
  }

  /**
   * @param opens told how many milliseconds the breaker stays open when failures open it
   */
  static CircuitBreaker breaker(String name, Breaker breaker, Clock clock, LongConsumer opens) {
    return CircuitBreaker.of(
        name,
        CircuitBreakerConfig.custom()
            .slidingWindowType(CircuitBreakerConfig.SlidingWindowType.COUNT_BASED)
            .slidingWindowSize(Math.max(1, breaker.getWindow()))
            .minimumNumberOfCalls(
                Math.clamp(breaker.getMinCalls(), 1, Math.max(1, breaker.getWindow())))
            .failureRateThreshold(Math.clamp(breaker.getFailurePercent(), 1, 100))
            .permittedNumberOfCallsInHalfOpenState(1)
            .waitIntervalFunctionInOpenState(
                attempt -> {
                  long ms = openMs(breaker, attempt);
                  opens.accept(ms);
                  return ms;
                })
            .recordResult(Verdict.Failing.class::isInstance)
            .clock(clock)
            .build());
  }

  /**
   * @param attempt how often it has opened since it was closed, this time included
   */
  static long openMs(Breaker breaker, int attempt) {
    long open = Math.max(1, breaker.getOpenMs());
    return Math.min(
        open << Math.clamp(attempt - 1, 0, MAX_DOUBLINGS), Math.max(open, breaker.getMaxOpenMs()));
  }

  static Optional<Bulkhead> places(String name, Ceiling ceiling) {
    return ceiling.getConcurrent() <= 0
        ? Optional.empty()
        : Optional.of(
            Bulkhead.of(
                name,
                BulkheadConfig.custom()
                    .maxConcurrentCalls(ceiling.getConcurrent())
                    .maxWaitDuration(Duration.ZERO)
                    .build()));
  }

  static Optional<RateLimiter> pace(String name, Ceiling ceiling) {
    return ceiling.getPerSecond() <= 0
        ? Optional.empty()
        : Optional.of(
            RateLimiter.of(
                name,
                RateLimiterConfig.custom()
                    .limitForPeriod(ceiling.getPerSecond())
                    .limitRefreshPeriod(Duration.ofSeconds(1))
                    .timeoutDuration(Duration.ZERO)
                    .build()));
  }
}
