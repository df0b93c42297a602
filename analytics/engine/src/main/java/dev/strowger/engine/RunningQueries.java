package dev.strowger.engine;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Queries that can be killed. The engine gives queries ids of its own; a comment in front of the
 * SQL is what finds one again in system.processes. As many entries as connections at most.
 */
final class RunningQueries {
  private final Connection control;
  private final ScheduledExecutorService timer;
  private final Map<String, Running> running = new ConcurrentHashMap<>();
  private final AtomicLong last = new AtomicLong();

  /** One query between its start and its end. */
  final class Running implements AutoCloseable {
    private final String queryId;
    private final String tag = "/* q" + last.incrementAndGet() + " */ ";
    private final AtomicBoolean lateness = new AtomicBoolean();
    private @Nullable ScheduledFuture<?> timeout;

    private Running(String queryId) {
      this.queryId = queryId;
    }

    String tagged(String sql) {
      return tag + sql;
    }

    /** Whether this query was ended because its time was up. */
    boolean timedOut() {
      return lateness.get();
    }

    private void expire() {
      lateness.set(true);
      killTagged(tag);
    }

    @Override
    public void close() {
      running.remove(queryId, this);
      if (timeout != null) {
        timeout.cancel(false);
      }
    }
  }

  /**
   * @param control a connection of its own, so that a kill never waits for a free one
   */
  RunningQueries(Connection control, ScheduledExecutorService timer) {
    this.control = control;
    this.timer = timer;
  }

  Running begin(String queryId, @Nullable Duration longest) {
    Running query = new Running(queryId);
    if (running.putIfAbsent(queryId, query) != null) {
      throw EngineException.of(
          216, "QUERY_WITH_SAME_ID_IS_ALREADY_RUNNING", "A query with this id is running");
    }
    if (longest != null) {
      query.timeout = timer.schedule(query::expire, longest.toMillis(), TimeUnit.MILLISECONDS);
    }
    return query;
  }

  /** Asks the engine to end a query; nothing happens if there is none of this id. */
  void kill(String queryId) {
    Running query = running.get(queryId);
    if (query != null) {
      killTagged(query.tag);
    }
  }

  /** Asks the engine to end everything. ASYNC, for SYNC does not come back. */
  void killAll() {
    synchronized (control) {
      control.run("KILL QUERY WHERE startsWith(query, '/* q') ASYNC");
    }
  }

  private void killTagged(String tag) {
    synchronized (control) {
      control.run("KILL QUERY WHERE startsWith(query, " + Connection.quoted(tag) + ") ASYNC");
    }
  }
}
