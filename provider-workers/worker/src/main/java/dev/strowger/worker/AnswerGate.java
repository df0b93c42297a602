package dev.strowger.worker;

import dev.strowger.dialects.FailureKind;
import dev.strowger.dialects.Fault;
import dev.strowger.dialects.review.AskedFormat;
import dev.strowger.records.Acceptance;
import dev.strowger.records.Consistency;
import dev.strowger.topics.Body;
import dev.strowger.worker.gates.Asked;
import dev.strowger.worker.gates.Checked;
import dev.strowger.worker.gates.Gates;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of a whole answer that is to be looked at: it is given, goes to a judge, or is not
 * accepted, which is a failure of which the client has seen nothing.
 */
final class AnswerGate {
  private static final Logger log = LoggerFactory.getLogger(AnswerGate.class);

  private final Gates gates;
  private final Samples samples;
  private final Giving giving;
  private final Calling calling;
  private final int maxRecordBytes;

  /**
   * @param maxRecordBytes of a request and an answer together, where both travel to a judge
   */
  AnswerGate(Gates gates, Samples samples, Giving giving, Calling calling, int maxRecordBytes) {
    this.gates = gates;
    this.samples = samples;
    this.giving = giving;
    this.calling = calling;
    this.maxRecordBytes = maxRecordBytes;
  }

  /** The same attempt, unless its answer is held. */
  Attempted pass(Attempted attempted, CancelToken token) throws InterruptedException {
    if (!(attempted.outcome() instanceof CallOutcome.Held(WholeAnswer answer))) {
      return attempted;
    }
    Samples.Taken taken = look(attempted.delivery(), answer, token);
    Attempted looked = attempted.on(taken.delivery());
    if (token.cancelled()) {
      return looked.ended(new CallOutcome.ClientGone("the client went away", attempted.usedUp()));
    }
    return switch (taken.checked()) {
      case Checked.NotAccepted no ->
          possible(looked, 1) ? refused(looked, no) : given(looked, answer.shown(), token);
      case Checked.Accepted(var untold) -> {
        tell(looked.delivery(), untold);
        yield judged(looked, answer.shown(), token);
      }
    };
  }

  private Samples.Taken look(Delivery delivery, WholeAnswer answer, CancelToken token)
      throws InterruptedException {
    Acceptance accept = delivery.step().getAccept();
    if (accept == null) {
      return new Samples.Taken(delivery, new Checked.Accepted(List.of()));
    }
    Checked checked = gates.check(answer.read(), asked(delivery, answer), accept);
    Consistency consistency = accept.getConsistency();
    if (consistency == null || !(checked instanceof Checked.Accepted(var untold))) {
      return new Samples.Taken(delivery, checked);
    }
    tell(delivery, untold);
    return samples.take(delivery, answer, consistency, token);
  }

  private boolean possible(Attempted attempted, int calls) {
    return Escalating.possible(attempted.delivery(), calls, calling.time().now());
  }

  private Attempted refused(Attempted attempted, Checked.NotAccepted no) {
    calling.notAccepted(attempted.delivery().step(), no.gate());
    Fault fault = Fault.of(FailureKind.NOT_ACCEPTED, no.message());
    return attempted.ended(new CallOutcome.Faulted(fault, attempted.usedUp()));
  }

  /** To the judge, if there is one and it and another step may yet be called. */
  private Attempted judged(Attempted attempted, WholeAnswer answer, CancelToken token)
      throws InterruptedException {
    Delivery delivery = attempted.delivery();
    boolean wanted = Escalating.judge(delivery).isPresent() && !delivery.routed().getRival();
    if (!wanted || !possible(attempted, 2)) {
      return given(attempted, answer, token);
    }
    Body packed = Body.pack(answer.bytes());
    int request = delivery.request().getBody().remaining();
    if (request + (long) packed.bytes().remaining() > maxRecordBytes) {
      tell(delivery, List.of("judge: request and answer are too long for one record"));
      return given(attempted, answer, token);
    }
    return attempted.ended(new CallOutcome.Candidate(answer, packed));
  }

  private Attempted given(Attempted attempted, WholeAnswer answer, CancelToken token)
      throws InterruptedException {
    return attempted.ended(
        giving.give(
            attempted.delivery(), answer, Giving.Way.anew(attempted, calling.simulated()), token));
  }

  private Asked asked(Delivery delivery, WholeAnswer answer) {
    byte[] body = calling.call().calls().body(delivery);
    return new Asked(
        AskedFormat.of(answer.api(), body), delivery.request().getFacts().getLanguage());
  }

  private static void tell(Delivery delivery, List<String> untold) {
    if (!untold.isEmpty()) {
      log.atInfo()
          .addKeyValue("requestId", delivery.requestId())
          .addKeyValue("provider", delivery.step().getProvider())
          .addKeyValue("model", delivery.step().getModel())
          .addKeyValue("gates", untold)
          .log("gates that could not look let pass");
    }
  }
}
