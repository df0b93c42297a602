package dev.strowger.ingress;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The connections of one event loop. Closes those that are silent between two requests for too
 * long, and those that trickle in a header; a server's idle timeout would see those bytes as life,
 * and would cut off clients who wait minutes for an answer.
 */
final class Connections {
  private final int most;
  private final AtomicInteger total;
  private final Arrivals arrivals;
  private final IngressConfig.Times times;
  private final Map<HttpConnection, Seen> open = new HashMap<>();

  /** What is known of one connection. */
  private static final class Seen {
    private final List<HttpServerResponse> unfinished = new ArrayList<>(1);
    private final Wire wire;

    Seen(Wire wire) {
      this.wire = wire;
    }

    boolean idle(long nowNanos) {
      if (unfinished.isEmpty()) {
        return true;
      }
      unfinished.removeIf(response -> response.ended() || response.closed());
      wire.quiet(nowNanos);
      return false;
    }
  }

  /**
   * @param most on all event loops together
   * @param total on all event loops together
   */
  Connections(int most, AtomicInteger total, Arrivals arrivals, IngressConfig.Times times) {
    this.most = most;
    this.total = total;
    this.arrivals = arrivals;
    this.times = times;
  }

  void opened(HttpConnection connection) {
    Optional<Seen> _ = seen(connection);
  }

  void began(HttpServerRequest request) {
    Optional<Seen> seen = seen(request.connection());
    if (seen.isPresent()) {
      List<HttpServerResponse> unfinished = seen.get().unfinished;
      unfinished.removeIf(response -> response.ended() || response.closed());
      unfinished.add(request.response());
    }
  }

  /** Closes what has been without a request for too long. */
  void sweep(long nowNanos) {
    arrivals.sweep(nowNanos);
    for (Map.Entry<HttpConnection, Seen> entry : List.copyOf(open.entrySet())) {
      HttpConnection connection = entry.getKey();
      Seen seen = entry.getValue();
      if (seen.idle(nowNanos)
          && seen.wire.overdue(nowNanos, times.keepAlive(), saying(connection))) {
        connection.close();
      }
    }
  }

  /** What an idle HTTP/2 connection says is no head of a request: pings, settings. */
  private Duration saying(HttpConnection connection) {
    return connection.protocolVersion() == HttpVersion.HTTP_2
        ? times.keepAlive()
        : times.requestRead();
  }

  /** Empty for a connection that is closed already. */
  private Optional<Seen> seen(HttpConnection connection) {
    Seen known = open.get(connection);
    if (known != null) {
      return Optional.of(known);
    }
    Optional<Seen> seen = arrivals.arrived(connection).map(Seen::new);
    seen.ifPresent(
        first -> {
          first.wire.quiet(System.nanoTime());
          open.put(connection, first);
          connection.closeHandler(closed -> closed(connection));
          if (total.incrementAndGet() > most) {
            connection.close();
          }
        });
    return seen;
  }

  private void closed(HttpConnection connection) {
    if (open.remove(connection) != null) {
      total.decrementAndGet();
    }
  }
}
