package dev.strowger.worker;

import dev.strowger.dialects.FailureKind;
import dev.strowger.dialects.Fault;
import dev.strowger.records.Answer;
import dev.strowger.records.Failure;
import dev.strowger.records.Outcome;
import dev.strowger.topics.Body;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries one step of a plan: calls its target, again where that may help, then answers, advances or
 * gives up, and writes down what happened.
 */
final class StepTrial {
  /** For the cancellation that tells why the client's door refused an answer. */
  private static final Duration WHY_GONE = Duration.ofSeconds(2);

  private static final Logger log = LoggerFactory.getLogger(StepTrial.class);

  private final Calling calling;
  private final AnswerGate gate;
  private final Books books;
  private final Replies replies;
  private final Onward onward;
  private final TimeSource time;
  private final PoolMetrics metrics;
  private final Turnstile turnstile;
  private final Backoff backoff;
  private volatile boolean stopped;

  /**
   * @param onward for requests that are not called
   */
  StepTrial(
      Calling calling,
      AnswerGate gate,
      Books books,
      Replies replies,
      Onward onward,
      Turnstile turnstile,
      Backoff backoff) {
    this.calling = calling;
    this.gate = gate;
    this.books = books;
    this.replies = replies;
    this.onward = onward;
    this.time = calling.time();
    this.metrics = calling.metrics();
    this.turnstile = turnstile;
    this.backoff = backoff;
  }

  /** What goes through one delivery unchanged. */
  record Visit(CancelToken token, Race race) {}

  /** From now on calls end because this process stops; their deliveries are left for others. */
  void stop() {
    stopped = true;
    turnstile.stop();
  }

  /**
   * @param calls of this target before, in this visit
   */
  boolean visit(Delivery delivery, int calls, Visit visit) throws InterruptedException {
    if (visit.token().cancelled()) {
      return left(delivery, visit, "the client went away before this step");
    }
    if (late(delivery)) {
      return left(delivery, visit, "the request's deadline passed before this step");
    }
    return switch (turnstile.enter(delivery, calls, visit.token())) {
      case TargetGuard.Entry.Permit permit ->
          settle(gate.pass(attempt(delivery, permit, visit), visit.token()), calls, visit);
      case TargetGuard.Entry.Refused(Refusal refusal) -> {
        if (visit.token().cancelled()) {
          yield left(delivery, visit, "the client went away while it waited for a target");
        }
        yield !stopped && passOver(delivery, refusal, calls, visit.race());
      }
    };
  }

  /** Nobody waits for this step. */
  private boolean left(Delivery delivery, Visit visit, String why) throws InterruptedException {
    return visit.race().rival()
        || visit.token().lost()
        || onward.claim(delivery, Outcome.ABANDONED, FailureKind.CANCELLED, why);
  }

  private Attempted attempt(Delivery delivery, TargetGuard.Entry.Permit permit, Visit visit)
      throws InterruptedException {
    Verdict verdict = new Verdict.Unknown();
    try {
      Calling.Made made = calling.call(delivery, visit.token(), visit.race()::over);
      // A call that this process broke off says nothing about the target.
      if (!stopped) {
        verdict = made.verdict();
      }
      if (!(made.attempted().outcome() instanceof CallOutcome.Faulted)) {
        visit.race().over();
      }
      return made.attempted();
    } finally {
      turnstile.leave(delivery.step(), permit, verdict);
    }
  }

  private boolean settle(Attempted attempted, int calls, Visit visit) throws InterruptedException {
    Delivery delivery = attempted.delivery();
    return switch (attempted.outcome()) {
      case CallOutcome.Answered(byte[] body, var _, var _, var dropped) ->
          answered(attempted, Body.pack(body), dropped, visit);
      case CallOutcome.Streamed _ -> end(attempted, Outcome.ANSWERED, visit.race());
      case CallOutcome.Candidate candidate -> {
        attempted.logged(log).log("an answer goes to its judge");
        visit.race().ended(new RivalEnd.HandedOn());
        yield !cut(attempted) && books.advance(attempted, Candidates.toJudge(attempted, candidate));
      }
      case CallOutcome.Held _, CallOutcome.Aside _ ->
          throw new IllegalStateException("an answer was neither given nor refused");
      case CallOutcome.Faulted(Fault fault, var _) ->
          !cut(attempted) && move(attempted, fault, calls + 1, visit);
      case CallOutcome.BrokeOff _ -> end(attempted, Outcome.FAILED, visit.race());
      case CallOutcome.Interrupted(var _, var _, int next) -> {
        attempted.logged(log).log("stream broke off, another step goes on");
        visit.race().ended(new RivalEnd.HandedOn());
        yield !cut(attempted) && books.advance(attempted, attempted.tried().at(next, true));
      }
      case CallOutcome.WayRefused _ -> {
        attempted.logged(log).log("the target does not go on with a text as its own");
        yield books.note(attempted) && visit(attempted.tried(), calls, visit);
      }
      case CallOutcome.NotCalled(var standing, String why) ->
          notCalled(delivery, standing, why, visit);
      // While this process stops it is the channel that went: whoever has it next asks the door.
      case CallOutcome.ClientGone _ -> !cut(attempted) && gone(attempted, visit);
      // Who answers says how it ends.
      case CallOutcome.AnsweredElsewhere _ -> books.note(attempted);
    };
  }

  private boolean answered(Attempted attempted, Body packed, List<String> dropped, Visit visit)
      throws InterruptedException {
    Delivery delivery = attempted.delivery();
    Answer answer = new Answer(packed.encoding(), packed.bytes());
    Future<RecordMetadata> reply =
        books.sealed(
            attempted, () -> replies.send(delivery, answer, dropped, delivery.calls() + 1));
    visit.race().won();
    boolean claimed = end(attempted, Outcome.ANSWERED, visit.race());
    Replies.await(delivery, reply);
    return claimed;
  }

  /**
   * Whether this process stops, and the request is left for another delivery; what the call used is
   * booked all the same.
   */
  private boolean cut(Attempted attempted) throws InterruptedException {
    if (stopped && !attempted.usedUp().none()) {
      boolean _ = books.note(attempted);
    }
    return stopped;
  }

  /** Nothing is to be called for this delivery. */
  private boolean notCalled(
      Delivery delivery, CallOutcome.NotCalled.Standing standing, String why, Visit visit)
      throws InterruptedException {
    return switch (standing) {
      case GONE -> left(delivery, visit, why);
      // Who answers says how it ends.
      case ELSEWHERE -> true;
      case HELD -> onward.fail(delivery, Failures.held(why), FailureKind.PROVIDER_ERROR);
    };
  }

  /** The client left, or another target was faster: only one of them says how it ended. */
  private boolean gone(Attempted attempted, Visit visit) throws InterruptedException {
    CancelToken token = visit.token();
    if (token.isOpen() && !token.lost()) {
      return end(attempted, Outcome.ABANDONED, visit.race());
    }
    if (visit.race().rivalStep().isPresent()) {
      token.awaitCancelled(WHY_GONE);
    }
    return (visit.race().rival() || token.lost())
        ? books.note(attempted)
        : books.claim(attempted, Outcome.ABANDONED);
  }

  private Standing standing(Delivery failed, int calls) {
    return new Standing(
        calls,
        time.now(),
        backoff.after(Math.max(1, calls), failed.step().getRetry()),
        turnstile.soonest(failed));
  }

  /** The plan moves on without a call. */
  private boolean passOver(Delivery delivery, Refusal refusal, int calls, Race race)
      throws InterruptedException {
    Delivery passed = delivery.with(refusal.passedOver(delivery.step()));
    metrics.passedOver(delivery.step().getModel(), refusal.kind().label());
    if (race.rival()) {
      race.failed(passed, refusal.fault(time.now()));
      return true;
    }
    NextMove move = NextMove.unasked(passed, refusal, standing(passed, calls));
    return switch (beside(move, refusal.kind(), race)) {
      case NextMove.Retry _, NextMove.Abandon _ ->
          onward.claim(
              passed,
              Outcome.ABANDONED,
              FailureKind.CANCELLED,
              "the request's deadline passed before this step");
      case NextMove.Advance(int next) -> onward.to(passed, next);
      case NextMove.Fail(Failure failure) -> onward.fail(passed, failure, refusal.kind());
    };
  }

  /**
   * Writes an attempt down that another one follows, and waits until that may begin.
   *
   * @return false if this process stops, so that the request is left for another delivery
   */
  private boolean rested(Attempted attempted, Duration wait, CancelToken token)
      throws InterruptedException {
    long until = time.ticks() + wait.toNanos();
    attempted
        .logged(log)
        .addKeyValue("waitMs", wait.toMillis())
        .log("attempt failed, the same target is asked again");
    metrics.retried(attempted.delivery().step().getModel(), attempted.result());
    return books.note(attempted)
        && turnstile.rest(Duration.ofNanos(until - time.ticks()), token) != Rest.End.STOPPED;
  }

  private boolean move(Attempted attempted, Fault fault, int calls, Visit visit)
      throws InterruptedException {
    Race race = visit.race();
    Delivery tried = attempted.tried();
    NextMove move = NextMove.after(tried, fault, standing(tried, calls));
    boolean unsaid = fault.retryAfter().filter(Duration::isPositive).isEmpty();
    if (fault.kind() == FailureKind.RATE_LIMITED && unsaid && !(move instanceof NextMove.Retry)) {
      turnstile.limited(tried.step());
    }
    if (race.rival() && !(move instanceof NextMove.Retry)) {
      race.failed(tried, fault);
      return books.note(attempted);
    }
    return switch (beside(move, fault.kind(), race)) {
      // As deep as there are calls of one target.
      case NextMove.Retry(Duration wait) ->
          rested(attempted, wait, visit.token()) && visit(tried, calls, visit);
      case NextMove.Abandon() -> books.claim(attempted, Outcome.ABANDONED);
      case NextMove.Fail(Failure failure) -> {
        race.won();
        Future<RecordMetadata> reply = replies.send(tried, failure, List.of(), tried.calls());
        boolean claimed = books.claim(attempted, Outcome.FAILED);
        Replies.await(tried, reply);
        yield claimed;
      }
      case NextMove.Advance(int step) -> {
        attempted.logged(log).log("attempt failed, advancing");
        yield books.advance(attempted, tried.at(step, tried.perhapsBegun(time.now())));
      }
    };
  }

  /** A step that fails while its rival runs leaves the request to that one. */
  private static NextMove beside(NextMove move, FailureKind kind, Race race) {
    if (!(move instanceof NextMove.Retry)) {
      race.over();
    }
    OptionalInt rival = race.rivalStep();
    return rival.isEmpty() || move instanceof NextMove.Abandon || Failures.clients(kind)
        ? move
        : new NextMove.Advance(rival.getAsInt());
  }

  private boolean end(Attempted attempted, Outcome outcome, Race race) throws InterruptedException {
    race.ended(new RivalEnd.Settled());
    return books.claim(attempted, outcome);
  }

  private boolean late(Delivery delivery) {
    return !time.now().isBefore(delivery.request().getDeadline());
  }
}
