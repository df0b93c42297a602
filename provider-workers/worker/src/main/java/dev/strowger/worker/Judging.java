package dev.strowger.worker;

import dev.strowger.dialects.Api;
import dev.strowger.dialects.Dialect;
import dev.strowger.dialects.FailureKind;
import dev.strowger.dialects.Fault;
import dev.strowger.dialects.answer.AnswerFilter;
import dev.strowger.dialects.review.AskedText;
import dev.strowger.dialects.review.GivenAnswer;
import dev.strowger.records.CandidateAnswer;
import dev.strowger.records.Outcome;
import dev.strowger.records.PathStep;
import dev.strowger.worker.gates.Grade;
import dev.strowger.worker.gates.JudgeRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A step that judges: asks its model how good the answer is that came with the request, then gives
 * that answer or moves the plan on. Where the model says nothing of use, the answer is given.
 */
final class Judging {
  private static final Logger log = LoggerFactory.getLogger(Judging.class);
  private static final String GATE = "judge";
  private static final Candidates.Judged UNJUDGED = Candidates.Judged.not(Optional.empty());

  private final Calling calling;
  private final Books books;
  private final Onward onward;
  private final Candidates candidates;
  private final Turnstile turnstile;
  private volatile boolean stopped;

  Judging(Calling calling, Books books, Onward onward, Candidates candidates, Turnstile turnstile) {
    this.calling = calling;
    this.books = books;
    this.onward = onward;
    this.candidates = candidates;
    this.turnstile = turnstile;
  }

  /** From now on calls end because this process stops; their deliveries are left for others. */
  void stop() {
    stopped = true;
  }

  boolean run(Delivery delivery, CancelToken token) throws InterruptedException {
    if (delivery.candidate().isEmpty()) {
      return nothing(delivery);
    }
    if (token.cancelled() || !calling.time().now().isBefore(delivery.request().getDeadline())) {
      return left(delivery, token);
    }
    return switch (calling.call().beginning(delivery)) {
      // It was being given when the worker before this one died.
      case Beginning.Rest(BegunAnswer begun) ->
          candidates.give(delivery, Candidates.Judged.not(Optional.of(begun)), token);
      case Beginning.Never(CallOutcome.NotCalled(var standing, String why)) ->
          switch (standing) {
            case GONE -> left(delivery, token);
            case ELSEWHERE -> true;
            case HELD -> candidates.held(delivery, List.of(), why);
          };
      case Beginning.Anew() ->
          Escalating.possible(delivery, 1, calling.time().now())
              ? enter(delivery, token)
              : candidates.give(delivery, UNJUDGED, token);
    };
  }

  /** The plan has a judge where there is nothing to be judged. */
  private boolean nothing(Delivery delivery) throws InterruptedException {
    String why = Delivery.NOT_ASKED + "there is no answer to be judged";
    PathStep passed =
        PathStep.newBuilder()
            .setProvider(delivery.step().getProvider())
            .setModel(delivery.step().getModel())
            .setResult(FailureKind.UNSUPPORTED.label())
            .setMessage(why)
            .setLatencyUs(0)
            .build();
    return onward.from(delivery.with(passed), Fault.of(FailureKind.UNSUPPORTED, why));
  }

  private boolean left(Delivery delivery, CancelToken token) throws InterruptedException {
    return token.lost()
        || onward.claim(
            delivery,
            Outcome.ABANDONED,
            FailureKind.CANCELLED,
            "nobody waited for the answer when it was to be judged");
  }

  private boolean enter(Delivery delivery, CancelToken token) throws InterruptedException {
    return switch (turnstile.enter(delivery, 0, token)) {
      case TargetGuard.Entry.Refused(Refusal refusal) -> {
        if (stopped) {
          yield false;
        }
        calling.metrics().passedOver(delivery.step().getModel(), refusal.kind().label());
        Delivery passed = delivery.with(refusal.passedOver(delivery.step()));
        yield candidates.give(passed, UNJUDGED, token);
      }
      case TargetGuard.Entry.Permit permit -> {
        List<Attempted> calls = new ArrayList<>();
        Verdict verdict = new Verdict.Unknown();
        try {
          verdict = ask(delivery, calls, token);
        } finally {
          turnstile.leave(delivery.step(), permit, stopped ? new Verdict.Unknown() : verdict);
        }
        yield !stopped && settle(delivery, calls, token);
      }
    };
  }

  /** Asks, and where the model does not take the parameters, once more without. */
  private Verdict ask(Delivery delivery, List<Attempted> calls, CancelToken token)
      throws InterruptedException {
    Calling.Made first = calling.aside(delivery, question(delivery, false), GATE, token);
    calls.add(first.attempted());
    boolean refused =
        first.attempted().outcome() instanceof CallOutcome.Faulted(Fault fault, var _)
            && (fault.kind() == FailureKind.BAD_REQUEST || fault.kind() == FailureKind.UNSUPPORTED);
    if (!refused || !Escalating.possible(delivery, 2, calling.time().now())) {
      return first.verdict();
    }
    Delivery tried = first.attempted().tried();
    Calling.Made second = calling.aside(tried, question(delivery, true), GATE, token);
    calls.add(second.attempted());
    return second.verdict();
  }

  private Dialect.Call question(Delivery delivery, boolean plain) {
    CandidateAnswer candidate = delivery.candidate().orElseThrow();
    Dialect.Call asked = calling.call().calls().of(delivery);
    WholeAnswer answer = candidates.answer(delivery, candidate);
    byte[] body =
        JudgeRequest.body(
            delivery.step().getJudgeCriteria(),
            AskedText.of(asked.api(), asked.body(), JudgeRequest.MAX_QUESTION_CHARS),
            delivery.shield().hide(answer.read().text()),
            plain);
    return ClientCalls.aside(asked, Api.CHAT_COMPLETIONS, body).filtered(AnswerFilter.NONE);
  }

  private boolean settle(Delivery delivery, List<Attempted> calls, CancelToken token)
      throws InterruptedException {
    Attempted last = calls.getLast();
    if (last.outcome() instanceof CallOutcome.ClientGone) {
      return token.lost()
          ? books.note(calls)
          : books.note(calls.subList(0, calls.size() - 1)) && books.claim(last, Outcome.ABANDONED);
    }
    OptionalDouble grade =
        last.outcome() instanceof CallOutcome.Aside(byte[] body, var _, var _)
            ? Grade.in(GivenAnswer.of(Api.CHAT_COMPLETIONS, body).text())
            : OptionalDouble.empty();
    double least = delivery.step().getJudgeAtLeast();
    String message = message(grade, least);
    if (last.outcome() instanceof CallOutcome.Aside(byte[] body, var usage, var _)) {
      last = last.ended(new CallOutcome.Aside(body, usage, message));
      calls.set(calls.size() - 1, last);
    }
    last.logged(log).addKeyValue("grade", message).log("an answer was judged");
    Delivery judged = last.tried();
    boolean good = grade.isEmpty() || grade.getAsDouble() >= least;
    OptionalInt next = NextStep.after(judged);
    if (good || next.isEmpty() || !Escalating.possible(judged, 0, calling.time().now())) {
      boolean surely = good && grade.isPresent();
      return candidates.give(judged, new Candidates.Judged(calls, surely, Optional.empty()), token);
    }
    calling.notAccepted(judged.answering().step(), GATE);
    Delivery moved = judged.notAccepted(message);
    return books.note(calls.subList(0, calls.size() - 1))
        && books.advance(last, moved.at(next.getAsInt(), moved.perhapsBegun(calling.time().now())));
  }

  /** Whether this is what a judge said. */
  static boolean said(PathStep step) {
    return step.getResult().equals(Attempted.ANSWERED) && step.getMessage().startsWith(GATE + ": ");
  }

  private static String message(OptionalDouble grade, double least) {
    if (grade.isEmpty()) {
      return GATE + ": no grade";
    }
    String sign = grade.getAsDouble() >= least ? " >= " : " < ";
    return GATE + ": " + Grade.shown(grade.getAsDouble()) + sign + Grade.shown(least);
  }
}
