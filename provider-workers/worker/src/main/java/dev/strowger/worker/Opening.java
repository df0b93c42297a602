package dev.strowger.worker;

import dev.strowger.dialects.FailureKind;
import dev.strowger.records.Failure;
import dev.strowger.records.RoutedRecord;
import dev.strowger.sealing.SealedException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens a delivery's bodies before it is worked on. One whose key is gone ends here: nobody can
 * ever work on it. While the KMS is away it waits, bounded in time and in number; then the client
 * is asked to come back.
 */
final class Opening implements DeliveryWork {
  private static final Logger log = LoggerFactory.getLogger(Opening.class);

  /** How long a KMS that does not answer is waited for, within the request's deadline. */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  /** One in so many places may wait: the others stay with requests whose keys are at hand. */
  static final int SHARE_WAITING = 4;

  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
  private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

  private final DeliveryWork work;
  private final Bodies bodies;
  private final Onward onward;
  private final TimeSource time;
  private final Semaphore places;
  private volatile boolean stopped;

  /**
   * @param concurrency requests at once
   */
  Opening(DeliveryWork work, Bodies bodies, Onward onward, TimeSource time, int concurrency) {
    this.work = work;
    this.bodies = bodies;
    this.onward = onward;
    this.time = time;
    this.places = new Semaphore(Math.max(1, concurrency / SHARE_WAITING));
  }

  @Override
  public boolean run(Delivery delivery) throws InterruptedException {
    RoutedRecord opened;
    try {
      opened = open(delivery);
    } catch (SealedException e) {
      return !(e.passing() && stopped) && unopened(delivery, e);
    }
    Delivery plain = new Delivery(opened, delivery.headers(), delivery.recordedAt());
    try {
      return work.run(plain);
    } catch (SealedException e) {
      return !(e.passing() && stopped) && unsealed(plain, e);
    }
  }

  /** What follows from a call cannot go to the log; what the call used is written down. */
  private boolean unsealed(Delivery delivery, SealedException why) throws InterruptedException {
    log.atWarn()
        .addKeyValue("requestId", delivery.requestId())
        .addKeyValue("reason", why.getMessage())
        .log("what follows from a request cannot be sealed");
    return delivery.routed().getRival()
        || onward.fail(delivery, Failures.unsealed(why, RETRY_AFTER), kind(why));
  }

  private RoutedRecord open(Delivery delivery) throws InterruptedException {
    Instant patience = time.now().plus(PATIENCE);
    Instant deadline = delivery.request().getDeadline();
    try {
      return bodies.open(delivery.routed());
    } catch (SealedException e) {
      if (!e.passing() || !places.tryAcquire()) {
        throw e;
      }
      try {
        return openLater(delivery, deadline.isBefore(patience) ? deadline : patience, e);
      } finally {
        places.release();
      }
    }
  }

  private RoutedRecord openLater(Delivery delivery, Instant until, SealedException first)
      throws InterruptedException {
    SealedException why = first;
    Duration pause = FIRST_PAUSE;
    while (why.passing() && !stopped && !time.now().plus(pause).isAfter(until)) {
      Thread.sleep(pause);
      try {
        return bodies.open(delivery.routed());
      } catch (SealedException e) {
        why = e;
      }
      Duration twice = pause.multipliedBy(2);
      pause = twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
    }
    throw why;
  }

  private boolean unopened(Delivery delivery, SealedException why) throws InterruptedException {
    log.atWarn()
        .addKeyValue("requestId", delivery.requestId())
        .addKeyValue("reason", why.getMessage())
        .log("a request cannot be opened");
    // The step beside which it was to run says how the request ends.
    return delivery.routed().getRival() || onward.fail(delivery, failure(why), kind(why));
  }

  private static FailureKind kind(SealedException why) {
    return why.passing() ? FailureKind.UNREACHABLE : FailureKind.PROVIDER_ERROR;
  }

  private static Failure failure(SealedException why) {
    return switch (why.reason()) {
      case KEY_GONE ->
          new Failure(
              410,
              "invalid_request_error",
              "content_erased",
              null,
              "the key of this request was destroyed before it was worked on; nothing was called",
              null);
      case DAMAGED ->
          new Failure(
              500,
              "server_error",
              "internal_error",
              null,
              "the request is damaged as it stands in the log; nothing was called",
              null);
      case KMS_UNREACHABLE ->
          new Failure(
              503,
              "server_error",
              "keys_unavailable",
              null,
              "the keys of this tenant cannot be reached; nothing was called",
              RETRY_AFTER.toMillis());
    };
  }

  @Override
  public boolean fail(Delivery delivery) throws InterruptedException {
    RoutedRecord opened;
    try {
      opened = bodies.open(delivery.routed());
    } catch (SealedException e) {
      return unopened(delivery, e);
    }
    return work.fail(new Delivery(opened, delivery.headers(), delivery.recordedAt()));
  }

  @Override
  public void stop() {
    stopped = true;
    work.stop();
  }
}
