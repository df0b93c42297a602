package dev.strowger.ingress;

import dev.strowger.ingress.KeptDesk.Wanted;
import dev.strowger.records.Repeat;
import dev.strowger.records.RequestRecord;
import io.vertx.core.WorkerExecutor;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * A request as it is asked of the pipeline. One with an Idempotency-Key may turn out to be a
 * repeat: then it waits for the answer of the first one, and asks again now and then, as the first
 * may end without an answer and this one is then worked on instead. Runs on the visit's context.
 */
final class Asking {
  /** Between two looks for the first request's answer. */
  static final Duration LOOK_AGAIN = Duration.ofMillis(50);

  /** How long the first request's answer is waited for before the pipeline is asked again. */
  static final Duration ASK_AGAIN = Duration.ofSeconds(2);

  /** An answer is in the log before the pipeline calls it one; it is followed a moment after. */
  static final Duration SURELY_SEEN = Duration.ofSeconds(5);

  private final Visit visit;
  private final Office office;
  private final WorkerExecutor workers;
  private final RequestIds ids;
  private final Terms terms;

  /**
   * What stays the same however often it is asked.
   *
   * @param request as it is published; has the id by which the visit goes then
   * @param limit how long it may take from its arrival
   * @param hold on the bytes of the body
   */
  record Terms(Supplier<RequestRecord> request, String traceParent, Duration limit, Hold hold) {}

  Asking(Visit visit, Office office, WorkerExecutor workers, RequestIds ids, Terms terms) {
    this.visit = visit;
    this.office = office;
    this.workers = workers;
    this.ids = ids;
    this.terms = terms;
  }

  void ask() {
    office.bodies().seal(visit, terms.request().get(), this::ask, error -> refuse(error));
  }

  private void refuse(OpenAiError error) {
    terms.hold().close();
    visit.refuse(error);
  }

  private void ask(RequestRecord request) {
    if (visit.over()) {
      terms.hold().close();
      return;
    }
    new Exchange(
            visit,
            office,
            workers,
            request.getStream(),
            terms.limit(),
            repeat -> repeats(repeat, request.getTenant()))
        .start(request, terms.traceParent(), terms.hold()::close);
  }

  private void repeats(Repeat repeat, String tenant) {
    if (repeat.getOtherBody()) {
      fail(Refusals.idempotencyKeyReused());
      return;
    }
    visit.onGone(terms.hold()::close);
    Duration patience = repeat.getAnswered() ? SURELY_SEEN : ASK_AGAIN;
    look(new First(repeat, tenant, System.nanoTime() + patience.toNanos()));
  }

  /** The request whose answer is waited for. */
  private record First(Repeat repeat, String tenant, long untilNanos) {}

  private void look(First first) {
    if (visit.over()) {
      terms.hold().close();
      return;
    }
    Hold room = new Hold(office.admission(), 0);
    int most = office.config().bounds().maxAnswerBytes();
    office
        .kept()
        .answer(
            visit,
            new Wanted(first.repeat().getRequestId(), first.tenant()),
            room,
            kept -> Replay.of(kept, most, room),
            sought -> looked(first, sought, room));
  }

  private void looked(First first, Sought<Replay> sought, Hold room) {
    switch (sought) {
      case Sought.Found<Replay>(Replay replay) -> {
        terms.hold().close();
        replay.send(visit, room::close);
      }
      case Sought.Refused<Replay>(OpenAiError error) -> {
        room.close();
        fail(error);
      }
      case Sought.Absent<Replay>() -> {
        room.close();
        notKept(first);
      }
    }
  }

  private void notKept(First first) {
    long leftMs = terms.limit().minus(visit.elapsed()).toMillis();
    if (leftMs <= 0) {
      fail(Refusals.deadline(terms.limit()));
    } else if (office.admission().draining()) {
      fail(Refusals.draining());
    } else if (System.nanoTime() < first.untilNanos()) {
      visit.vertx().setTimer(Math.min(LOOK_AGAIN.toMillis(), leftMs), again -> look(first));
    } else if (first.repeat().getAnswered()) {
      fail(Refusals.answerNotKept());
    } else if (!visit.over()) {
      visit.rename(ids.next());
      ask();
    } else {
      terms.hold().close();
    }
  }

  private void fail(OpenAiError error) {
    terms.hold().close();
    visit.fail(error);
  }
}
