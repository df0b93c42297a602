package dev.strowger.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** A fixed number of connections, all opened at the start. */
final class ConnectionPool implements AutoCloseable {
  private final Supplier<Connection> opener;
  private final BlockingQueue<Connection> idle;
  private final int size;
  private final Duration longestWait;

  ConnectionPool(Supplier<Connection> opener, int size, Duration longestWait) {
    this.opener = opener;
    this.size = size;
    this.longestWait = longestWait;
    this.idle = new ArrayBlockingQueue<>(size);
    for (int i = 0; i < size; i++) {
      idle.add(opener.get());
    }
  }

  /** Waits for a free connection; hand it back by {@link #give} or {@link #replace}. */
  Connection take() {
    try {
      Connection connection = idle.poll(longestWait.toMillis(), TimeUnit.MILLISECONDS);
      if (connection == null) {
        throw EngineException.of(
            EngineException.TOO_MANY_QUERIES,
            "TOO_MANY_SIMULTANEOUS_QUERIES",
            "All " + size + " connections were busy for " + longestWait);
      }
      return connection;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw EngineException.of(
          EngineException.QUERY_WAS_CANCELLED, "QUERY_WAS_CANCELLED", "The engine is stopping");
    }
  }

  void give(Connection connection) {
    idle.add(connection);
  }

  /** Closes a connection whose state may have changed; a fresh one takes its place. */
  void replace(Connection connection) {
    // The new one first: closing the last connection would shut the engine down.
    Connection fresh = opener.get();
    connection.close();
    idle.add(fresh);
  }

  /** Closes the idle connections; those still in use are left to their users. */
  @Override
  public void close() {
    List<Connection> closing = new ArrayList<>();
    idle.drainTo(closing);
    closing.forEach(Connection::close);
  }

  /** Waits until every connection was handed back, at most for the time given. */
  boolean awaitIdle(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    while (idle.size() < size && System.nanoTime() < end) {
      LockSupport.parkNanos(10_000_000);
    }
    return idle.size() == size;
  }
}
