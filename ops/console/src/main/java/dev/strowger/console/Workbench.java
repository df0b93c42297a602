package dev.strowger.console;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A few threads for work that blocks, and a short line of work that waits for them; where the line
 * is full, {@link #execute} throws {@link java.util.concurrent.RejectedExecutionException}.
 */
final class Workbench implements Executor, AutoCloseable {
  private static final Duration STOP_GRACE = Duration.ofSeconds(5);

  private final ThreadPoolExecutor threads;

  Workbench(String name, int workers, int line) {
    this.threads =
        new ThreadPoolExecutor(
            workers,
            workers,
            30,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(line),
            Thread.ofPlatform().daemon().name(name + "-", 1).factory());
    threads.allowCoreThreadTimeOut(true);
  }

  @Override
  public void execute(Runnable work) {
    threads.execute(work);
  }

  @Override
  public void close() {
    threads.shutdown();
    try {
      if (!threads.awaitTermination(STOP_GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
        threads.shutdownNow();
      }
    } catch (InterruptedException e) {
      threads.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
