package dev.strowger.worker;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaException;

/**
 * The topics that one producer has metadata of. Comes from: a request's virtual thread that is
 * about to send. Goes to: a few platform threads, which ask the producer; all who need the same
 * topic wait for the same question.
 *
 * <p>Why: a producer without metadata of a topic waits for it in a timed {@code Object.wait}, and
 * JDK 25 before 25.0.4 may leave a virtual thread stuck in BLOCKED after one (JDK-8373120). Such a
 * request would never end, and its offset would hold up all behind it. A platform thread has no
 * such trouble, nor has a virtual one that waits for a future.
 */
final class KnownTopics implements AutoCloseable {
  /** How long a producer is to remember a topic that nothing is sent to. */
  static final Duration REMEMBERED = Duration.ofDays(7);

  /** After that a topic is asked for again, long before the producer forgets it. */
  static final Duration KNOWN = REMEMBERED.dividedBy(2);

  /** Topics remembered; topics of replies come and go. The one used least recently is forgotten. */
  static final int MOST = 10_000;

  /** Of which one may be busy with a topic that is gone. */
  private static final int ASKERS = 4;

  private static final int MOST_WAITING = 1_000;

  private final Asker asker;
  private final TimeSource time;
  private final int most;
  private final Duration patience;
  private final Map<String, Known> topics = new LinkedHashMap<>(16, 0.75f, true);
  private final ThreadPoolExecutor threads;

  /** Asks for a topic's metadata and waits for it. */
  interface Asker {
    /**
     * @throws KafkaException if there is none within a bounded time
     */
    void ask(String topic);
  }

  /**
   * @param usedAt in ticks
   */
  private record Known(CompletableFuture<Void> asked, long usedAt) {
    boolean failed() {
      return asked.isCompletedExceptionally();
    }
  }

  /**
   * @param patience of one that waits for a topic
   */
  KnownTopics(Asker asker, TimeSource time, int most, Duration patience) {
    this.asker = asker;
    this.time = time;
    this.most = most;
    this.patience = patience;
    this.threads =
        new ThreadPoolExecutor(
            ASKERS,
            ASKERS,
            30,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MOST_WAITING),
            Thread.ofPlatform().daemon().name("topics-", 0).factory());
    threads.allowCoreThreadTimeOut(true);
  }

  /** Asks for topics that will be needed; does not wait. */
  void expect(Collection<String> names) {
    for (String name : names) {
      CompletableFuture<Void> _ = asked(name);
    }
  }

  /**
   * Waits until the producer knows the topic.
   *
   * @throws KafkaException if it does not within a bounded time; the next one asks again
   */
  void await(String topic) throws InterruptedException {
    CompletableFuture<Void> asked = asked(topic);
    try {
      asked.get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof KafkaException known
          ? known
          : new KafkaException("no metadata of " + topic, e.getCause());
    } catch (TimeoutException e) {
      throw new org.apache.kafka.common.errors.TimeoutException(
          "no metadata of " + topic + " within " + patience, e);
    }
  }

  private CompletableFuture<Void> asked(String topic) {
    CompletableFuture<Void> asking;
    long now = time.ticks();
    synchronized (topics) {
      Known known = topics.get(topic);
      if (known != null && !known.failed() && now - known.usedAt() < KNOWN.toNanos()) {
        topics.put(topic, new Known(known.asked(), now));
        return known.asked();
      }
      asking = new CompletableFuture<>();
      topics.put(topic, new Known(asking, now));
      if (topics.size() > most) {
        topics.remove(topics.keySet().iterator().next());
      }
    }
    ask(topic, asking);
    return asking;
  }

  private void ask(String topic, CompletableFuture<Void> asking) {
    try {
      threads.execute(
          () -> {
            try {
              asker.ask(topic);
              asking.complete(null);
            } catch (RuntimeException | Error e) {
              asking.completeExceptionally(e);
            }
          });
    } catch (RejectedExecutionException e) {
      asking.completeExceptionally(new KafkaException("too many topics are asked for", e));
    }
  }

  /** Ends all waiting. */
  @Override
  public void close() {
    threads.shutdownNow();
    synchronized (topics) {
      KafkaException closed = new KafkaException("the producer is closed");
      topics.values().forEach(known -> known.asked().completeExceptionally(closed));
    }
  }
}
