package dev.strowger.worker;

import dev.strowger.dialects.Fault;
import dev.strowger.records.PathStep;
import dev.strowger.records.PlanStep;
import dev.strowger.records.RoutedRecord;
import dev.strowger.sealing.SealedException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One delivery beside another step of its plan: starts the next step if nothing has come in time,
 * and tells the others when this one has the client. Thread-safe.
 */
final class Race implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Race.class);

  private final Delivery delivery;
  private final Publisher publisher;
  private final TimeSource time;
  private final CountDownLatch over = new CountDownLatch(1);
  private int rivalStep = -1;
  private boolean told;
  private volatile RivalEnd end = new RivalEnd.Gone();

  Race(Delivery delivery, Publisher publisher, TimeSource time) {
    this.delivery = delivery;
    this.publisher = publisher;
    this.time = time;
  }

  /**
   * Waits beside the call, on a thread of its own, and starts the next step when the time is over.
   *
   * @param down targets that are known not to answer
   */
  void start(Predicate<PlanStep> down) {
    Integer afterMs = delivery.step().getHedgeAfterMs();
    OptionalInt next = NextStep.after(delivery);
    if (afterMs == null || next.isEmpty() || rival() || delivery.routed().getResume()) {
      return;
    }
    // Who waits for a judge has not answered, and a rival cannot hand its answer on.
    if (Escalating.judge(delivery).isPresent()
        || Escalating.judge(delivery.routed().getPlan(), next.getAsInt()).isPresent()) {
      return;
    }
    if (delivery.calls() + 2 > delivery.routed().getPlan().getMaxAttempts()) {
      return;
    }
    Thread.ofVirtual()
        .name("hedge-" + delivery.requestId())
        .start(() -> waitAndStart(Duration.ofMillis(afterMs), next.getAsInt(), down));
  }

  private void waitAndStart(Duration wait, int step, Predicate<PlanStep> down) {
    try {
      PlanStep target = delivery.routed().getPlan().getSteps().get(step);
      if (over.await(wait.toNanos(), TimeUnit.NANOSECONDS) || down.test(target)) {
        return;
      }
      RoutedRecord rival = RoutedRecord.newBuilder(delivery.at(step, false)).setRival(true).build();
      ProducerRecord<String, byte[]> record = publisher.step(delivery, rival);
      if (!begin(step)) {
        return;
      }
      publisher.attempt(record);
      log.atInfo()
          .addKeyValue("requestId", delivery.requestId())
          .addKeyValue("provider", target.getProvider())
          .addKeyValue("model", target.getModel())
          .log("no answer yet, the next step starts beside this one");
    } catch (SealedException e) {
      log.atWarn()
          .addKeyValue("requestId", delivery.requestId())
          .addKeyValue("reason", e.getMessage())
          .log("no step starts beside this one: its record cannot be sealed");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized boolean begin(int step) {
    if (over.getCount() == 0) {
      return false;
    }
    rivalStep = step;
    return true;
  }

  /** There is a first token or an end: nothing is started any more. */
  synchronized void over() {
    over.countDown();
  }

  /** The step that runs beside this one, if any. */
  synchronized OptionalInt rivalStep() {
    return rivalStep < 0 ? OptionalInt.empty() : OptionalInt.of(rivalStep);
  }

  /** Whether this runs beside an earlier step. */
  boolean rival() {
    return delivery.routed().getRival();
  }

  /** The client has its answer from here: whoever works on the request elsewhere stops. */
  void won() {
    over();
    synchronized (this) {
      if (told || (rivalStep < 0 && !rival())) {
        return;
      }
      told = true;
    }
    try {
      publisher.attempt(publisher.cancel(delivery, "another target was faster", time.now()));
    } catch (KafkaException e) {
      // The other one costs a call then; the client's answer must not suffer for it.
      log.atWarn().addKeyValue("requestId", delivery.requestId()).setCause(e).log("not told");
    }
  }

  /** Told by a rival when it is over. */
  void ended(RivalEnd how) {
    end = how;
  }

  void failed(Delivery tried, Fault fault) {
    List<PathStep> path = tried.routed().getPath();
    end = new RivalEnd.Failed(path.subList(delivery.routed().getPath().size(), path.size()), fault);
  }

  RivalEnd end() {
    return end;
  }

  @Override
  public void close() {
    over();
  }
}
