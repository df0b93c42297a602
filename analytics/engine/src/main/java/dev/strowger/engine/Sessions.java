package dev.strowger.engine;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** Connections of sessions. The least recently used one makes room when there are too many. */
final class Sessions implements AutoCloseable {
  private static final int MOST_SESSIONS = 16;

  private final Supplier<Connection> opener;
  private final Map<String, Session> sessions = new LinkedHashMap<>(16, 0.75f, true);

  /** A session; its lock is held while one of its statements runs. */
  static final class Session {
    private final Connection connection;
    private final ReentrantLock lock = new ReentrantLock();

    private Session(Connection connection) {
      this.connection = connection;
    }

    Connection connection() {
      return connection;
    }
  }

  Sessions(Supplier<Connection> opener) {
    this.opener = opener;
  }

  /** The session of an id, locked; new if there was none. Unlock by {@link #release}. */
  synchronized Session acquire(String id) {
    Session session = sessions.get(id);
    if (session == null) {
      makeRoom();
      session = new Session(opener.get());
      sessions.put(id, session);
    }
    if (!session.lock.tryLock()) {
      throw EngineException.of(373, "SESSION_IS_LOCKED", "Session is locked by another query");
    }
    return session;
  }

  void release(Session session) {
    session.lock.unlock();
  }

  private void makeRoom() {
    if (sessions.size() < MOST_SESSIONS) {
      return;
    }
    Map.Entry<String, Session> oldest =
        sessions.entrySet().stream()
            .filter(e -> !e.getValue().lock.isLocked())
            .findFirst()
            .orElseThrow(
                () ->
                    EngineException.of(
                        EngineException.TOO_MANY_QUERIES,
                        "TOO_MANY_SIMULTANEOUS_QUERIES",
                        "All " + MOST_SESSIONS + " sessions are busy"));
    sessions.remove(oldest.getKey());
    oldest.getValue().connection.close();
  }

  @Override
  public synchronized void close() {
    sessions.values().forEach(s -> s.connection.close());
    sessions.clear();
  }
}
