package dev.strowger.policy;

import java.util.List;
import java.util.Optional;

/** What is done about failures of one step of a plan. All times are in milliseconds. */
public record Resilience(
    Timeouts timeouts, Retry retry, Moving moving, Breaker breaker, Ceiling ceiling) {

  /**
   * Deadlines of one call.
   *
   * @param headersMs until the head of the response; a sync answer's head comes with the whole of
   *     it
   * @param idleMs between two pieces of a stream
   * @param totalMs the whole call
   */
  public record Timeouts(int connectMs, int headersMs, int firstTokenMs, int idleMs, int totalMs) {}

  /**
   * When the same target is asked again.
   *
   * @param maxAttempts calls of the target, the first included
   * @param on kinds of failure, e.g. {@code rate_limited}
   * @param backoffMs before the second call; doubles up to {@code maxBackoffMs}
   * @param maxRetryAfterMs a provider that asks for a longer wait is not waited for
   */
  public record Retry(
      int maxAttempts, List<String> on, int backoffMs, int maxBackoffMs, int maxRetryAfterMs) {
    public Retry {
      on = List.copyOf(on);
    }
  }

  /**
   * When the next step has its turn.
   *
   * @param advanceOn kinds of failure that move the plan on; others are the client's
   * @param hedgeAfterMs the next step starts beside this one if nothing has come by then
   * @param rescue the next step goes on with a stream that breaks off; else the client is told
   */
  public record Moving(List<String> advanceOn, Optional<Integer> hedgeAfterMs, boolean rescue) {
    public Moving {
      advanceOn = List.copyOf(advanceOn);
    }
  }

  /**
   * When the target is left alone.
   *
   * @param window the last so many calls are looked at, once there are {@code minCalls}
   * @param openMs how long; doubles with each probe that fails, up to {@code maxOpenMs}; 0: never
   */
  public record Breaker(int window, int minCalls, int failurePercent, int openMs, int maxOpenMs) {}

  /** What one worker process may ask of the target; 0 is no bound. */
  public record Ceiling(int concurrent, int perSecond) {}
}
