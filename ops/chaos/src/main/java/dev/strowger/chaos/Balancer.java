package dev.strowger.chaos;

import dev.strowger.chaos.Site.Door;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Asks the doors several times a second whether they are ready, and spreads load over those. */
final class Balancer implements AutoCloseable {
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);
  private static final Duration LONGEST_LOOK = Duration.ofSeconds(2);

  private final HttpClient http;
  private final List<Door> doors;
  private final Map<Door, Boolean> notReady = new ConcurrentHashMap<>();
  private final Thread thread;
  private volatile boolean closed;

  Balancer(HttpClient http, List<Door> doors) {
    this.http = http;
    this.doors = List.copyOf(doors);
    this.thread = Thread.ofPlatform().daemon().name("balancer").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** In turn; the one whose turn it is, if none is ready. */
  Door door(int turn) {
    for (int i = 0; i < doors.size(); i++) {
      Door door = doors.get((turn + i) % doors.size());
      if (!notReady.containsKey(door)) {
        return door;
      }
    }
    return doors.get(turn % doors.size());
  }

  private void run() {
    try {
      while (!closed) {
        for (Door door : doors) {
          if (ready(door)) {
            notReady.remove(door);
          } else {
            notReady.put(door, true);
          }
        }
        Thread.sleep(BETWEEN_LOOKS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A slow answer is no refusal. */
  private boolean ready(Door door) throws InterruptedException {
    HttpRequest look =
        HttpRequest.newBuilder(door.root().resolve("/health/ready")).timeout(LONGEST_LOOK).build();
    try {
      return http.send(look, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (java.net.http.HttpTimeoutException e) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }
}
