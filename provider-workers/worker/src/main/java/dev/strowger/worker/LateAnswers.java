package dev.strowger.worker;

import dev.strowger.dialects.TokenUsage;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers that missed their deadline: nobody gets them, but they are paid for. They are read on for
 * a while beside the requests under way, and written down with what they used.
 */
final class LateAnswers implements AutoCloseable {
  /** At once, of one pool; what comes beyond that is broken off. */
  static final int MAX = 64;

  /** Of one answer. */
  static final int MAX_BYTES = 4 << 20;

  static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final Logger log = LoggerFactory.getLogger(LateAnswers.class);

  private final Upstream upstream;
  private final Publisher publisher;
  private final Events events;
  private final TimeSource time;
  private final Duration drain;
  private final Semaphore free = new Semaphore(MAX);
  private volatile long stopAt = Long.MAX_VALUE;

  LateAnswers(
      Upstream upstream, Publisher publisher, Events events, TimeSource time, Duration drain) {
    this.upstream = upstream;
    this.publisher = publisher;
    this.events = events;
    this.time = time;
    this.drain = drain;
  }

  /** A call of which not even the head of the response is here. */
  void headless(
      AskedCall asked, Stopwatch watch, CompletableFuture<HttpResponse<BodyPieces>> future) {
    begin(
        () -> future.cancel(true),
        () -> {
          HttpResponse<BodyPieces> head = future.get(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
          ProviderResponse response = ProviderResponse.of(head, time);
          read(asked, watch.goOn(), response, new ByteArrayOutputStream());
        });
  }

  /** A response of which a part is here. */
  void headed(
      AskedCall asked, Stopwatch watch, ProviderResponse response, ByteArrayOutputStream body) {
    begin(response.pieces()::release, () -> read(asked, watch.goOn(), response, body));
  }

  private interface Reading {
    void run() throws InterruptedException, ExecutionException, TimeoutException;
  }

  private void begin(Runnable breakOff, Reading reading) {
    if (stopAt != Long.MAX_VALUE || !free.tryAcquire()) {
      breakOff.run();
      return;
    }
    Thread.ofVirtual()
        .name("late-answer")
        .start(
            () -> {
              try {
                reading.run();
              } catch (TimeoutException | ExecutionException | CancellationException e) {
                log.atDebug().setCause(e).log("an answer after its deadline did not come");
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              } finally {
                breakOff.run();
                free.release();
              }
            });
  }

  private void read(
      AskedCall asked, Stopwatch watch, ProviderResponse response, ByteArrayOutputStream body)
      throws InterruptedException {
    Deadlines deadlines = Deadlines.until(time.ticks() + PATIENCE.toNanos());
    CallOutcome outcome = upstream.late(response, asked, deadlines, body);
    watch.stop();
    TokenUsage usage = outcome.usage();
    if (usage.none() && !(outcome instanceof CallOutcome.Answered)) {
      return;
    }
    Delivery delivery = asked.delivery();
    Cost cost = Cost.of(usage, delivery.step().getPrice());
    Attempted attempted =
        new Attempted(delivery, watch, outcome, cost, upstream.access().simulated());
    log.atInfo()
        .addKeyValue("requestId", delivery.requestId())
        .addKeyValue("provider", delivery.step().getProvider())
        .addKeyValue("model", delivery.step().getModel())
        .log("an answer came after its deadline");
    boolean _ = publisher.surely(List.of(publisher.event(delivery, events.late(attempted))));
  }

  /** From now on no more are begun. */
  void stop() {
    stopAt = Math.min(stopAt, time.ticks());
  }

  /** Waits for those under way until the drain time is over since the stop. */
  @Override
  public void close() {
    stop();
    try {
      boolean _ =
          free.tryAcquire(MAX, stopAt + drain.toNanos() - time.ticks(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
