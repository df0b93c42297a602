package dev.strowger.ingress;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The connections of one event loop. Closes those that bring no further request in time, however
 * many bytes of a header they trickle in; a server's idle timeout would see those bytes as life,
 * and would cut off clients who wait minutes for an answer.
 */
final class Connections {
  private final int most;
  private final AtomicInteger total;
  private final Arrivals arrivals;
  private final Duration betweenRequests;
  private final Map<HttpConnection, Seen> open = new HashMap<>();

  /** What is known of one connection. */
  private static final class Seen {
    private final List<HttpServerResponse> unfinished = new ArrayList<>(1);
    private long idleSinceNanos;

    Seen(long nowNanos) {
      idleSinceNanos = nowNanos;
    }

    boolean idle(long nowNanos) {
      if (unfinished.isEmpty()) {
        return true;
      }
      unfinished.removeIf(response -> response.ended() || response.closed());
      idleSinceNanos = nowNanos;
      return false;
    }
  }

  /**
   * @param most on all event loops together
   * @param total on all event loops together
   */
  Connections(int most, AtomicInteger total, Arrivals arrivals, Duration betweenRequests) {
    this.most = most;
    this.total = total;
    this.arrivals = arrivals;
    this.betweenRequests = betweenRequests;
  }

  void opened(HttpConnection connection) {
    seen(connection);
  }

  void began(HttpServerRequest request) {
    Seen seen = seen(request.connection());
    seen.unfinished.removeIf(response -> response.ended() || response.closed());
    seen.unfinished.add(request.response());
  }

  /** Closes what has been without a request for too long. */
  void sweep(long nowNanos) {
    arrivals.sweep(nowNanos);
    for (Map.Entry<HttpConnection, Seen> entry : List.copyOf(open.entrySet())) {
      Seen seen = entry.getValue();
      if (seen.idle(nowNanos) && nowNanos - seen.idleSinceNanos > betweenRequests.toNanos()) {
        entry.getKey().close();
      }
    }
  }

  private Seen seen(HttpConnection connection) {
    Seen known = open.get(connection);
    if (known != null) {
      return known;
    }
    Seen seen = new Seen(System.nanoTime());
    open.put(connection, seen);
    arrivals.arrived(connection);
    connection.closeHandler(closed -> closed(connection));
    if (total.incrementAndGet() > most) {
      connection.close();
    }
    return seen;
  }

  private void closed(HttpConnection connection) {
    if (open.remove(connection) != null) {
      total.decrementAndGet();
    }
  }
}
