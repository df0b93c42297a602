package dev.strowger.worker;

import dev.strowger.dialects.FailureKind;
import dev.strowger.dialects.Fault;
import dev.strowger.records.Failure;
import dev.strowger.records.PlanStep;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** What follows a failed attempt of which the client has seen nothing. Pure. */
sealed interface NextMove {
  /** The same target is called again, not before this time is over. */
  record Retry(Duration pause) implements NextMove {}

  /** Another step of the plan is tried. */
  record Advance(int step) implements NextMove {}

  /** The client is told. */
  record Fail(Failure failure) implements NextMove {}

  /** Nobody waits any more. */
  record Abandon() implements NextMove {}

  /**
   * @param failed what was tried, with the failed call at the end of its path
   * @param fault how it failed
   */
  static NextMove after(Delivery failed, Fault fault, Standing standing) {
    if (fault.kind() == FailureKind.CANCELLED) {
      return new Abandon();
    }
    if (standing.allowsACall(failed)) {
      Optional<NextMove> move = retry(failed, fault, standing).or(() -> onward(failed, fault));
      if (move.isPresent()) {
        return move.get();
      }
    }
    if (Failures.clients(fault.kind())) {
      return new Fail(Failures.clientFault(fault));
    }
    return standing.late(failed) ? new Abandon() : new Fail(exhausted(failed, fault, standing));
  }

  /**
   * @param passed what was not tried, with that at the end of its path
   * @param refusal why it was not
   */
  static NextMove unasked(Delivery passed, Refusal refusal, Standing standing) {
    OptionalInt next = NextStep.after(passed);
    if (standing.allowsACall(passed) && next.isPresent()) {
      return new Advance(next.getAsInt());
    }
    return standing.late(passed)
        ? new Abandon()
        : new Fail(exhausted(passed, refusal.fault(standing.now()), standing));
  }

  private static Optional<NextMove> retry(Delivery failed, Fault fault, Standing standing) {
    dev.strowger.records.Retry retry = failed.step().getRetry();
    if (standing.calls() >= retry.getMaxAttempts() || !repeatable(fault.kind(), retry)) {
      return Optional.empty();
    }
    Duration asked = fault.retryAfter().orElse(Duration.ZERO);
    if (asked.toMillis() > retry.getMaxRetryAfterMs()) {
      return Optional.empty();
    }
    Duration wait = asked.compareTo(standing.backoff()) > 0 ? asked : standing.backoff();
    return standing.allows(failed, wait) ? Optional.of(new Retry(wait)) : Optional.empty();
  }

  /** What took too long would take as long again; a prompt that is too long stays so. */
  private static boolean repeatable(FailureKind kind, dev.strowger.records.Retry retry) {
    return kind != FailureKind.TIMEOUT
        && kind != FailureKind.CONTEXT_LENGTH
        && retry.getOn().contains(kind.label());
  }

  private static Optional<NextMove> onward(Delivery failed, Fault fault) {
    PlanStep step = failed.step();
    OptionalInt next = NextStep.after(failed);
    boolean advances =
        fault.kind() == FailureKind.NOT_ACCEPTED
            || step.getAdvanceOn().contains(fault.kind().label());
    return advances && next.isPresent()
        ? Optional.of(new Advance(next.getAsInt()))
        : Optional.empty();
  }

  private static Failure exhausted(Delivery failed, Fault fault, Standing standing) {
    Duration soonest =
        standing.soonest().map(at -> Duration.between(standing.now(), at)).orElse(null);
    return Failures.exhausted(failed.routed().getPath(), fault, soonest);
  }
}
