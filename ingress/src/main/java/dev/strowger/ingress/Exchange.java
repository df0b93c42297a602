package dev.strowger.ingress;

import dev.strowger.channel.Frame;
import dev.strowger.records.Failure;
import dev.strowger.records.Repeat;
import dev.strowger.records.ReplyRecord;
import dev.strowger.records.RequestRecord;
import io.vertx.core.Context;
import io.vertx.core.WorkerExecutor;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request between its publication and the end of its answer. All methods run on the context of
 * the client's connection, which thereby owns the phase.
 */
final class Exchange {
  private static final Logger log = LoggerFactory.getLogger(Exchange.class);

  private final Visit visit;
  private final Office office;
  private final WorkerExecutor workers;
  private final boolean stream;
  private final Duration limit;
  private final Consumer<Repeat> repeats;
  private boolean keyed;
  private String tenant = "";
  private Runnable released = () -> {};
  private Optional<OpenAiError> verdict = Optional.empty();
  private Phase phase = new Phase.Waiting();
  private long timer = -1;

  /**
   * @param repeats told if the client has asked this before; the client is then its care
   */
  Exchange(
      Visit visit,
      Office office,
      WorkerExecutor workers,
      boolean stream,
      Duration limit,
      Consumer<Repeat> repeats) {
    this.visit = visit;
    this.office = office;
    this.workers = workers;
    this.stream = stream;
    this.limit = limit;
    this.repeats = repeats;
  }

  Context context() {
    return visit.context();
  }

  /**
   * Publishes the request and waits.
   *
   * @param unheld runs when the body need not be held any more: with an Idempotency-Key not before
   *     the end, and not if this is a repeat
   */
  void start(RequestRecord request, String traceParent, Runnable unheld) {
    keyed = request.getIdempotencyKey() != null;
    tenant = request.getTenant();
    released = keyed ? unheld : released;
    office.pending().add(visit.requestId(), this);
    visit.onGone(this::clientGone);
    long leftMs = limit.minus(visit.elapsed()).toMillis();
    timer = visit.vertx().setTimer(Math.max(1, leftMs), late -> deadline());
    boolean queued =
        office
            .publisher()
            .publish(
                request,
                traceParent,
                durable -> {
                  if (!keyed) {
                    unheld.run();
                  }
                  if (!durable) {
                    context().runOnContext(now -> notDurable());
                  }
                });
    if (!queued) {
      unheld.run();
      over();
      visit.refuse(Refusals.full());
    }
  }

  /** A reply came through the log. */
  void replied(ReplyRecord reply) {
    switch (phase) {
      case Phase.Waiting() -> settle(reply);
      case Phase.Interrupted _ when reply.getResult() instanceof Failure failure ->
          lose(OpenAiError.of(failure));
      case Phase.Streaming(ChannelStream source, StreamWriter _)
          when reply.getResult() instanceof Failure failure -> {
        // Who streams may be gone without a word: somebody gave the request up in its place.
        verdict = Optional.of(OpenAiError.of(failure));
        source.probe(() -> {});
      }
      case Phase.Interrupted _, Phase.Streaming _, Phase.Over() -> office.meters().lateReply();
    }
  }

  /** A worker wants to stream. */
  void attach(ChannelStream source, Offer offer) {
    switch (phase) {
      case Phase.Waiting() when stream -> {
        StreamWriter writer = new StreamWriter(visit, source, new SentEvents(office.rescue()));
        phase = new Phase.Streaming(source, writer);
        writer.begin(offer);
        source.taken();
      }
      case Phase.Interrupted(StreamWriter writer, Interruption pause)
          when offer.follows(writer.sent()) -> {
        pause.end();
        verdict = Optional.empty();
        phase = new Phase.Streaming(source, writer);
        office.rescue().rescued();
        writer.goOn(source, offer);
        source.taken();
      }
      case Phase.Waiting(), Phase.Streaming _, Phase.Interrupted _, Phase.Over() ->
          source.refused();
    }
  }

  /** A worker asks what the client has; one that seems to be streaming must show that it lives. */
  void tell(SentReply asked) {
    if (phase instanceof Phase.Streaming(ChannelStream source, StreamWriter _)) {
      source.probe(() -> phase.tell(asked));
    } else {
      phase.tell(asked);
    }
  }

  void frames(ChannelStream from, List<Frame> frames) {
    if (phase instanceof Phase.Streaming(ChannelStream source, StreamWriter writer)
        && source == from) {
      switch (writer.accept(frames)) {
        case StreamWriter.Course.GoesOn() -> {}
        case StreamWriter.Course.Over() -> over();
        case StreamWriter.Course.Interrupted(OpenAiError error) -> interrupted(writer, error);
      }
    }
  }

  /** The channel has ended; if the stream has not, it broke. */
  void channelEnded(ChannelStream from) {
    if (phase instanceof Phase.Streaming(ChannelStream source, StreamWriter writer)
        && source == from) {
      log.atWarn().addKeyValue("requestId", visit.requestId()).log("stream broke off");
      if (writer.sent().guarded() && verdict.isEmpty()) {
        writer.resetSource();
        interrupted(writer, Refusals.interrupted());
      } else {
        over();
        writer.breakOff(verdict.orElseGet(Refusals::interrupted));
      }
    }
  }

  private void interrupted(StreamWriter writer, OpenAiError error) {
    office.rescue().interrupted();
    phase =
        new Phase.Interrupted(
            writer,
            new Interruption(
                visit,
                writer.sent().wholeEvents(),
                error,
                office.rescue().patience(),
                this::nobodyCame));
  }

  private void nobodyCame() {
    if (phase instanceof Phase.Interrupted(StreamWriter _, Interruption pause)) {
      log.atWarn().addKeyValue("requestId", visit.requestId()).log("nobody went on with a stream");
      giveUp(pause.error(), Cancellation.NOT_GONE_ON_WITH);
    }
  }

  /** Ends a broken stream that is not gone on with. */
  private void lose(OpenAiError error) {
    if (phase instanceof Phase.Interrupted(StreamWriter writer, Interruption _)) {
      office.rescue().lost();
      over();
      writer.breakOff(error);
    }
  }

  /** The process ends before the answer is complete. */
  void shutDown() {
    giveUp(Refusals.draining(), Cancellation.SHUTDOWN);
  }

  private void settle(ReplyRecord reply) {
    if (reply.getResult() instanceof Repeat repeat) {
      ended();
      repeats.accept(repeat);
      return;
    }
    over();
    new Settlement(
            visit, workers, office.bodies(), tenant, office.config().bounds().maxAnswerBytes())
        .give(reply, stream);
  }

  private void notDurable() {
    if (phase instanceof Phase.Waiting) {
      abandoned();
      visit.fail(Refusals.logUnavailable());
      // It may stand in the log all the same, only the acknowledgement being lost.
      office.publisher().cancel(visit.requestId(), Cancellation.NOT_ACKNOWLEDGED);
    }
  }

  private void deadline() {
    giveUp(Refusals.deadline(limit), Cancellation.DEADLINE);
  }

  private void giveUp(OpenAiError error, Cancellation reason) {
    switch (phase) {
      case Phase.Waiting() -> {
        abandoned();
        visit.fail(error);
        cancel(reason);
      }
      case Phase.Streaming(ChannelStream _, StreamWriter writer) -> {
        over();
        writer.breakOff(error);
      }
      case Phase.Interrupted _ -> {
        lose(error);
        awaitLate();
        cancel(reason);
      }
      case Phase.Over() -> {}
    }
  }

  private void clientGone() {
    switch (phase) {
      case Phase.Waiting(), Phase.Interrupted _ -> {
        abandoned();
        cancel(Cancellation.CLIENT_GONE);
      }
      case Phase.Streaming(ChannelStream _, StreamWriter writer) -> {
        over();
        writer.resetSource();
      }
      case Phase.Over() -> {}
    }
  }

  /** A client that can ask again by its key is worked for to the end. */
  private void cancel(Cancellation reason) {
    if (!keyed || (reason != Cancellation.CLIENT_GONE && reason != Cancellation.SHUTDOWN)) {
      office.publisher().cancel(visit.requestId(), reason);
    }
  }

  private void abandoned() {
    over();
    awaitLate();
  }

  private void awaitLate() {
    office.pending().abandon(visit.requestId(), visit.receivedAt().plus(limit));
  }

  private void over() {
    ended();
    released.run();
  }

  private void ended() {
    phase.release();
    phase = new Phase.Over();
    visit.vertx().cancelTimer(timer);
    office.pending().remove(visit.requestId());
  }
}
