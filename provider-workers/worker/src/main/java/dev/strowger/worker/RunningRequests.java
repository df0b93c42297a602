package dev.strowger.worker;

import dev.strowger.records.DeadLetter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The requests of one pool that are under way, each on its virtual thread. No more than the bound
 * are at the provider at once; those fetched beyond it, at most one poll, wait for their turn.
 */
final class RunningRequests {
  private static final Logger log = LoggerFactory.getLogger(RunningRequests.class);

  /** The registry or the log may be away for a moment. */
  static final int MOST_TRIES_TO_END = 60;

  private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);

  private final DeliveryWork work;
  private final Publisher publisher;
  private final TimeSource time;
  private final int concurrency;
  private final long maxBytes;
  private final AtomicInteger count = new AtomicInteger();
  private final AtomicLong bytes = new AtomicLong();
  private final ThreadFactory threads;
  private volatile boolean stopped;

  RunningRequests(
      String pool,
      DeliveryWork work,
      Publisher publisher,
      TimeSource time,
      WorkerConfig.Limits limits) {
    this.work = work;
    this.publisher = publisher;
    this.time = time;
    this.concurrency = limits.concurrency();
    this.maxBytes = limits.inFlightBytes();
    this.threads = Thread.ofVirtual().name("request-" + pool + "-", 0).factory();
  }

  int count() {
    return count.get();
  }

  /** What is still under way is left for another delivery. */
  void stop() {
    stopped = true;
    work.stop();
  }

  boolean full() {
    return count.get() >= concurrency || bytes.get() >= maxBytes;
  }

  /**
   * @param size of the record, in bytes
   * @param done run when all that follows from it is in the log
   */
  void start(Delivery delivery, int size, Runnable done) {
    spawn(
        size,
        () -> {
          try {
            if (attempt(delivery)) {
              done.run();
            }
          } finally {
            publisher.audit().forget(delivery);
          }
        });
  }

  /** Sets aside a record that cannot be read. */
  void deadLetter(ConsumerRecord<String, byte[]> record, Exception why, Runnable done) {
    log.atError()
        .addKeyValue("topic", record.topic())
        .addKeyValue("partition", record.partition())
        .addKeyValue("offset", record.offset())
        .setCause(why)
        .log("a record cannot be used; it goes to the dead letters");
    byte[] value = record.value();
    DeadLetter letter =
        DeadLetter.newBuilder()
            .setTopic(record.topic())
            .setPartition(record.partition())
            .setOffset(record.offset())
            .setAt(time.now())
            .setReason(Delivery.cut(String.valueOf(why.getMessage())))
            .setKey(
                record.key() == null
                    ? null
                    : ByteBuffer.wrap(record.key().getBytes(StandardCharsets.UTF_8)))
            .setValue(value == null ? null : ByteBuffer.wrap(value))
            .build();
    spawn(
        value == null ? 0 : value.length,
        () -> {
          if (surely(() -> publisher.surely(List.of(publisher.deadLetter(letter))))) {
            done.run();
          }
        });
  }

  private interface Task {
    void run() throws InterruptedException;
  }

  private void spawn(int size, Task task) {
    count.incrementAndGet();
    bytes.addAndGet(size);
    threads
        .newThread(
            () -> {
              try {
                task.run();
              } catch (InterruptedException | RuntimeException | Error e) {
                log.atError().setCause(e).log("a request was left as it is");
              } finally {
                bytes.addAndGet(-size);
                count.decrementAndGet();
              }
            })
        .start();
  }

  private boolean attempt(Delivery delivery) throws InterruptedException {
    try {
      return work.run(delivery);
    } catch (RuntimeException | Error e) {
      // Whatever broke, its client is told: nobody else would before the request's deadline.
      log.atError()
          .addKeyValue("requestId", delivery.requestId())
          .setCause(e)
          .log("a request could not be worked on");
      return surely(() -> work.fail(delivery));
    }
  }

  private interface Ending {
    boolean run() throws InterruptedException;
  }

  /**
   * Tries for a while to end what cannot be worked on: an offset that is never done would hold up
   * all behind it. A request that cannot be ended here the ledger ends when its time is over.
   */
  private boolean surely(Ending ending) throws InterruptedException {
    for (int i = 1; i <= MOST_TRIES_TO_END; i++) {
      try {
        return ending.run();
      } catch (RuntimeException | Error e) {
        log.atError().addKeyValue("try", i).setCause(e).log("a delivery could not be ended");
      }
      if (stopped) {
        return false;
      }
      Thread.sleep(BETWEEN_TRIES);
    }
    return true;
  }
}
