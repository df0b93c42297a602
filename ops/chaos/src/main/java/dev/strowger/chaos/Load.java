package dev.strowger.chaos;

import dev.strowger.chaos.Client.Ask;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** Sends requests when they are due, whole answers and streams in turn, half of them with a key. */
final class Load implements AutoCloseable {
  /** More are never open at once: what the site cannot take must not pile up here. */
  private static final int MOST_OPEN = 2_000;

  private static final int FEWEST_WORDS = 15;
  private static final int MOST_WORDS = 60;

  private final Client client;
  private final double perSecond;
  private final RandomGenerator random;
  private final String run;
  private final Queue<Outcome> outcomes = new ConcurrentLinkedQueue<>();
  private final Semaphore open = new Semaphore(MOST_OPEN);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Thread pace = Thread.ofPlatform().daemon().name("load").unstarted(this::run);
  private volatile boolean ending;

  /**
   * @param run sets the keys of this run apart from others'
   */
  Load(Client client, double perSecond, RandomGenerator random, String run) {
    this.client = client;
    this.perSecond = perSecond;
    this.random = random;
    this.run = run;
  }

  void start() {
    pace.start();
  }

  /** Sends no more, waits for what is open, and returns what came of all. */
  List<Outcome> end() throws InterruptedException {
    ending = true;
    pace.join();
    threads.shutdown();
    if (!threads.awaitTermination(
        Patience.CLIENT.plus(Patience.CLIENT).toMillis(), TimeUnit.MILLISECONDS)) {
      throw new IllegalStateException("requests are open after twice their time");
    }
    return List.copyOf(outcomes);
  }

  private void run() {
    long start = System.nanoTime();
    long gap = (long) (Duration.ofSeconds(1).toNanos() / perSecond);
    try {
      for (int number = 0; !ending; number++) {
        long wait = start + number * gap - System.nanoTime();
        if (wait > 0) {
          TimeUnit.NANOSECONDS.sleep(wait);
        }
        send(ask(number));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Ask ask(int number) {
    boolean keyed = random.nextBoolean();
    return new Ask(
        number,
        random.nextInt(FEWEST_WORDS, MOST_WORDS + 1),
        random.nextBoolean(),
        keyed ? run + "-" + number : "");
  }

  private void send(Ask ask) throws InterruptedException {
    open.acquire();
    var _ =
        threads.submit(
            () -> {
              try {
                outcomes.add(client.send(ask));
              } finally {
                open.release();
              }
              return null;
            });
  }

  @Override
  public void close() {
    ending = true;
    pace.interrupt();
    threads.shutdownNow();
  }
}
