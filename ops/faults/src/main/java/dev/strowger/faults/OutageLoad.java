package dev.strowger.faults;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Requests on a schedule fixed beforehand, however many are unanswered; latency counts from the
 * time a request was due.
 */
final class OutageLoad {
  private static final int MOST_OPEN = 4_000;
  private static final Duration DRAIN = Duration.ofSeconds(90);
  private static final Duration END = Duration.ofSeconds(10);
  private static final long NANOS_PER_MICRO = 1_000;

  private final Client client;
  private final String model;
  private final String told;
  private final Outage.Plan plan;
  private final List<PhaseFigures> phases =
      List.of(new PhaseFigures("before"), new PhaseFigures("outage"), new PhaseFigures("after"));
  private final Semaphore open = new Semaphore(MOST_OPEN);
  private final ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicInteger atEnd = new AtomicInteger();
  private final AtomicInteger atEndByPrimary = new AtomicInteger();
  private final long start = System.nanoTime();
  private final Thread clock = Thread.ofPlatform().name("outage-clock").unstarted(this::send);

  OutageLoad(Client client, String model, String told, Outage.Plan plan) {
    this.client = client;
    this.model = model;
    this.told = told;
    this.plan = plan;
  }

  void start() {
    clock.start();
  }

  /** Until so long after the start. */
  void await(Duration time) throws InterruptedException {
    sleepUntil(time.toNanos());
  }

  /** Until every request has ended. */
  void finish() throws InterruptedException {
    clock.join();
    requests.shutdown();
    if (!requests.awaitTermination(DRAIN.toSeconds(), TimeUnit.SECONDS)) {
      requests.shutdownNow();
      phases.getLast().note(false, "requests without an end", DRAIN.toMillis());
    }
  }

  List<PhaseFigures> phases() {
    return phases;
  }

  /** Of the answers at the very end, those by the primary, from 0 to 1. */
  double primaryShareAtEnd() {
    return atEnd.get() > 0 ? (double) atEndByPrimary.get() / atEnd.get() : 0;
  }

  private void send() {
    long count = plan.whole().toSeconds() * plan.rate();
    try {
      for (long i = 0; i < count; i++) {
        long due = TimeUnit.SECONDS.toNanos(i) / plan.rate();
        boolean stream = i % 2 == 1;
        sleepUntil(due);
        if (open.tryAcquire()) {
          requests.execute(() -> one(due, stream));
        } else {
          phase(due).note(stream, "too many open requests", 0);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void one(long due, boolean stream) {
    try {
      Reply reply = client.ask(Api.CHAT, model, stream);
      long micros = (reply.endedNanos() - start - due) / NANOS_PER_MICRO;
      phase(due).note(stream, problem(reply, stream), micros);
      if (due >= plan.whole().minus(END).toNanos()) {
        atEnd.incrementAndGet();
        if (reply.header("x-strowger-provider").equals(Place.PRIMARY.provider())) {
          atEndByPrimary.incrementAndGet();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      open.release();
    }
  }

  private String problem(Reply reply, boolean stream) {
    if (!reply.broken().isEmpty()) {
      return "connection: " + Texts.cut(reply.broken());
    }
    if (reply.status() != 200) {
      return "status " + reply.status();
    }
    if (!stream) {
      return reply.text().equals(told) ? "" : "another answer";
    }
    Streamed streamed = reply.streamed();
    boolean good =
        streamed.complete() && streamed.problems().isEmpty() && streamed.text().equals(told);
    return good ? "" : "stream with a flaw";
  }

  private PhaseFigures phase(long due) {
    if (due < plan.before().toNanos()) {
      return phases.get(0);
    }
    return phases.get(due < plan.before().plus(plan.down()).toNanos() ? 1 : 2);
  }

  private void sleepUntil(long due) throws InterruptedException {
    long left = start + due - System.nanoTime();
    if (left > 0) {
      TimeUnit.NANOSECONDS.sleep(left);
    }
  }
}
