package dev.strowger.worker;

import java.time.Duration;
import java.util.Optional;

/** Whether a request waits for a target that is not to be called now. Pure. */
final class Patience {
  /** A request that was told to come back waits out what clocks differ by. */
  static final Duration BRIEF = Duration.ofMillis(50);

  /** How often a place is looked for that depends on other calls. */
  static final Duration LOOK = Duration.ofMillis(50);

  private static final Duration TICK = Duration.ofMillis(1);

  private Patience() {}

  /**
   * @param waited for this target already
   * @return how long to wait before the next look; empty to pass the target over
   */
  static Optional<Duration> at(
      Delivery delivery, Refusal refusal, Duration waited, Standing standing) {
    Duration rest =
        refusal
            .until()
            .map(until -> Duration.between(standing.now(), until).plus(TICK))
            .filter(Duration::isPositive)
            .orElse(LOOK);
    boolean toldToComeBack = standing.calls() > 0 && rest.compareTo(BRIEF.plus(TICK)) <= 0;
    if (NextStep.after(delivery).isPresent() && !toldToComeBack) {
      return Optional.empty();
    }
    Duration most = Duration.ofMillis(delivery.step().getRetry().getMaxRetryAfterMs());
    return waited.plus(rest).compareTo(most) <= 0
            && standing.allowsACall(delivery)
            && standing.allows(delivery, rest)
        ? Optional.of(rest)
        : Optional.empty();
  }
}
