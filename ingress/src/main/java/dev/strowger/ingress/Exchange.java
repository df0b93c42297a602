package dev.strowger.ingress;

import dev.strowger.channel.Frame;
import dev.strowger.records.Answer;
import dev.strowger.records.BodyEncoding;
import dev.strowger.records.Failure;
import dev.strowger.records.Repeat;
import dev.strowger.records.ReplyRecord;
import dev.strowger.records.RequestRecord;
import dev.strowger.topics.Body;
import io.vertx.core.Context;
import io.vertx.core.WorkerExecutor;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request between its publication and the end of its answer. All methods run on the context of
 * the client's connection, which thereby owns the phase.
 */
final class Exchange {
  private static final Logger log = LoggerFactory.getLogger(Exchange.class);

  /** How long after its deadline the pipeline may still answer a request. */
  private static final Duration LATENESS = Duration.ofSeconds(60);

  /** Waiting → Streaming → Over, or Waiting → Over. */
  private sealed interface Phase {
    record Waiting() implements Phase {}

    record Streaming(ChannelStream source, StreamWriter writer) implements Phase {}

    record Over() implements Phase {}
  }

  private final Visit visit;
  private final Office office;
  private final WorkerExecutor workers;
  private final boolean stream;
  private final Duration limit;
  private final Consumer<Repeat> repeats;
  private boolean keyed;
  private Runnable released = () -> {};
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
      case Phase.Streaming _, Phase.Over() -> office.meters().lateReply();
    }
  }

  /** A worker wants to stream. */
  void attach(ChannelStream source, ReplyHead head) {
    if (!stream || !(phase instanceof Phase.Waiting)) {
      source.refused();
      return;
    }
    StreamWriter writer = new StreamWriter(visit, source);
    phase = new Phase.Streaming(source, writer);
    writer.begin(head);
    source.taken();
  }

  void frames(ChannelStream from, List<Frame> frames) {
    if (phase instanceof Phase.Streaming(ChannelStream source, StreamWriter writer)
        && source == from
        && !writer.accept(frames)) {
      over();
    }
  }

  /** The channel has ended; if the stream has not, it broke. */
  void channelEnded(ChannelStream from) {
    if (phase instanceof Phase.Streaming(ChannelStream source, StreamWriter writer)
        && source == from) {
      log.atWarn().addKeyValue("requestId", visit.requestId()).log("stream broke off");
      over();
      writer.breakOff(Refusals.interrupted());
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
    visit.head(ReplyHead.of(reply));
    switch (reply.getResult()) {
      case Failure failure -> {
        over();
        visit.fail(OpenAiError.of(failure));
      }
      case Answer answer when !stream -> answered(answer);
      default -> {
        log.atError()
            .addKeyValue("requestId", visit.requestId())
            .addKeyValue("provider", reply.getProvider())
            .log("a stream was answered through the log");
        over();
        visit.fail(Refusals.internal());
      }
    }
  }

  private void answered(Answer answer) {
    over();
    Body body = new Body(answer.getBodyEncoding(), answer.getBody());
    int limitBytes = office.config().bounds().maxAnswerBytes();
    if (answer.getBodyEncoding() == BodyEncoding.IDENTITY && body.plainBytes() <= limitBytes) {
      visit.answer(body.unpack(limitBytes));
      return;
    }
    workers
        .executeBlocking(() -> body.unpack(limitBytes), false)
        .onSuccess(visit::answer)
        .onFailure(damaged -> visit.fail(Refusals.internal()));
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
      case Phase.Over() -> {}
    }
  }

  private void clientGone() {
    switch (phase) {
      case Phase.Waiting() -> {
        abandoned();
        cancel(Cancellation.CLIENT_GONE);
      }
      case Phase.Streaming(ChannelStream _, StreamWriter writer) -> {
        over();
        writer.clientGone();
      }
      case Phase.Over() -> {}
    }
  }

  /** A client that can ask again by its key is worked for to the end. */
  private void cancel(Cancellation reason) {
    boolean mayAskAgain =
        keyed && (reason == Cancellation.CLIENT_GONE || reason == Cancellation.SHUTDOWN);
    if (!mayAskAgain) {
      office.publisher().cancel(visit.requestId(), reason);
    }
  }

  private void abandoned() {
    over();
    office.pending().abandon(visit.requestId(), visit.receivedAt().plus(limit).plus(LATENESS));
  }

  private void over() {
    ended();
    released.run();
  }

  private void ended() {
    phase = new Phase.Over();
    visit.vertx().cancelTimer(timer);
    office.pending().remove(visit.requestId());
  }
}
