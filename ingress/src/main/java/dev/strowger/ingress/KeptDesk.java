package dev.strowger.ingress;

import dev.strowger.records.ResponseRecord;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks up kept answers for requests: waits without a thread, reads aside of the event loops. */
final class KeptDesk {
  private static final Logger log = LoggerFactory.getLogger(KeptDesk.class);

  /** An answer is acknowledged before its client has it, but followed a moment after. */
  static final Duration FRESH = Duration.ofMillis(300);

  /** Read or waiting to be read; more are refused. */
  static final int MOST_READS = 256;

  private static final long LOOK_AGAIN_MS = 20;
  private static final Pattern ID = Pattern.compile("resp_[0-9a-f]{32}");

  private final KeptResponses responses;
  private final WorkerExecutor workers;
  private final Bodies bodies;
  private final AtomicInteger reads = new AtomicInteger();

  /**
   * @param workers for what blocks here
   */
  KeptDesk(KeptResponses responses, WorkerExecutor workers, Bodies bodies) {
    this.responses = responses;
    this.workers = workers;
    this.bodies = bodies;
  }

  /** What a request wants of a kept answer; may block, and takes room for what it holds. */
  @FunctionalInterface
  interface Reading<T> {
    Sought<T> of(ResponseRecord kept) throws IOException, InterruptedException;
  }

  /**
   * Finds an answer and reads of it. Who asks for another tenant's is told what all are told who
   * ask for none, and after the same time.
   *
   * @param hold room for the bytes of the record is taken here
   * @param then told once, on the visit's context
   */
  <T> void find(
      Visit visit, Wanted wanted, Hold hold, Reading<T> reading, Consumer<Sought<T>> then) {
    if (!ID.matcher(wanted.id()).matches()) {
      then.accept(new Sought.Absent<>());
      return;
    }
    look(visit, wanted, new Look<>(hold, reading, then, System.nanoTime() + FRESH.toNanos()));
  }

  /**
   * As {@link #find}, but an answer to a request, by the request's id, and without waiting for one
   * that is only being kept.
   */
  <T> void answer(
      Visit visit, Wanted request, Hold hold, Reading<T> reading, Consumer<Sought<T>> then) {
    look(visit, request, new Look<>(hold, reading, then, System.nanoTime()));
  }

  /** An answer, as somebody asks for it. */
  record Wanted(String id, String tenant) {}

  private record Look<T>(
      Hold hold, Reading<T> reading, Consumer<Sought<T>> then, long untilNanos) {}

  private <T> void look(Visit visit, Wanted wanted, Look<T> look) {
    Optional<KeptIndex.Place> place = responses.place(wanted.id(), wanted.tenant());
    if (place.isPresent()) {
      read(visit, wanted, place.get(), look);
    } else if (System.nanoTime() < look.untilNanos() && !visit.over()) {
      visit.vertx().setTimer(LOOK_AGAIN_MS, again -> look(visit, wanted, look));
    } else {
      look.then()
          .accept(
              responses.complete()
                  ? new Sought.Absent<>()
                  : new Sought.Refused<>(Refusals.keptNotKnownYet()));
    }
  }

  private <T> void read(Visit visit, Wanted wanted, KeptIndex.Place place, Look<T> look) {
    aside(
        visit,
        () ->
            switch (read(wanted, place, look.hold())) {
              case Sought.Found<ResponseRecord>(ResponseRecord kept) -> look.reading().of(kept);
              case Sought.Absent<ResponseRecord>() -> new Sought.Absent<>();
              case Sought.Refused<ResponseRecord>(OpenAiError error) -> new Sought.Refused<>(error);
            },
        look.then());
  }

  /**
   * Finds an answer at once, without waiting for one that is only being kept; blocks, so for {@link
   * #aside} only.
   */
  Sought<ResponseRecord> now(Wanted wanted, Hold hold) throws IOException, InterruptedException {
    Optional<KeptIndex.Place> place =
        ID.matcher(wanted.id()).matches()
            ? responses.place(wanted.id(), wanted.tenant())
            : Optional.empty();
    if (place.isPresent()) {
      return read(wanted, place.get(), hold);
    }
    return responses.complete()
        ? new Sought.Absent<>()
        : new Sought.Refused<>(Refusals.keptNotKnownYet());
  }

  private Sought<ResponseRecord> read(Wanted wanted, KeptIndex.Place place, Hold hold)
      throws IOException, InterruptedException {
    // As it comes from the log, and decoded.
    if (!hold.take(2L * place.bytes())) {
      return new Sought.Refused<>(Refusals.full());
    }
    Optional<ResponseRecord> kept = responses.read(wanted.id(), wanted.tenant(), place);
    return kept.isEmpty() ? new Sought.Absent<>() : bodies.open(kept.get());
  }

  /**
   * Does what blocks aside of the event loops; no more than {@link #MOST_READS} at once.
   *
   * @param then told once, on the visit's context
   */
  <T> void aside(Visit visit, Callable<Sought<T>> work, Consumer<Sought<T>> then) {
    if (reads.incrementAndGet() > MOST_READS) {
      reads.decrementAndGet();
      then.accept(new Sought.Refused<>(Refusals.full()));
      return;
    }
    Future<Sought<T>> result =
        workers.executeBlocking(work, false).map(sought -> Objects.requireNonNull(sought));
    result.onComplete(
        done -> {
          reads.decrementAndGet();
          then.accept(done.succeeded() ? done.result() : failed(visit, done.cause()));
        });
  }

  private static <T> Sought<T> failed(Visit visit, Throwable cause) {
    boolean broken = cause instanceof IOException;
    log.atError()
        .addKeyValue("requestId", visit.requestId())
        .setCause(cause)
        .log("a kept response could not be had");
    return new Sought.Refused<>(broken ? Refusals.keptUnavailable() : Refusals.internal());
  }

  /** It was deleted through this door. */
  void forget(String id) {
    responses.forget(id);
  }
}
