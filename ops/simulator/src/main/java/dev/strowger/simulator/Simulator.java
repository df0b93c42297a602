package dev.strowger.simulator;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Simulated providers, each on its own loopback port, and their control port. */
public final class Simulator implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Simulator.class);
  private static final Duration LONGEST_START = Duration.ofSeconds(30);

  private final Vertx vertx;
  private final Map<String, Station> stations;
  private final Listener control;

  private Simulator(Vertx vertx, Map<String, Station> stations, int controlPort) {
    this.vertx = vertx;
    this.stations = stations;
    this.control = new Control(vertx, stations).listener(controlPort);
  }

  /** Returns once all ports take connections. */
  public static Simulator start(SimulatorConfig config) {
    return start(config, Clock.systemUTC());
  }

  static Simulator start(SimulatorConfig config, Clock clock) {
    Vertx vertx =
        Vertx.vertx(
            new VertxOptions().setEventLoopPoolSize(config.eventLoops()).setWorkerPoolSize(2));
    Map<String, Station> stations = new LinkedHashMap<>();
    for (SimulatorConfig.Line line : config.lines()) {
      Provider provider = new Provider(line, Behaviour.sound(config.pace()), config.seed(), clock);
      int id = stations.size() + 1;
      stations.put(line.name(), new Station(vertx, provider, id, line.port(), config.eventLoops()));
    }
    Simulator simulator =
        new Simulator(vertx, Collections.unmodifiableMap(stations), config.controlPort());
    try {
      simulator.open();
    } catch (RuntimeException e) {
      simulator.close();
      throw e;
    }
    return simulator;
  }

  private void open() {
    await(control.open());
    stations.values().forEach(station -> await(station.down(false)));
    stations.forEach(
        (name, station) ->
            log.atInfo()
                .addKeyValue("provider", name)
                .addKeyValue("url", station.url())
                .log("simulating"));
  }

  /** Root URL of a provider's port, without a path. */
  public String url(String provider) {
    return station(provider).url();
  }

  /**
   * By provider name, the base URL for clients of its API: with {@code /v1} where they expect it.
   */
  public Map<String, String> baseUrls() {
    return stations.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().baseUrl()));
  }

  /** Root URL of the control port. */
  public String controlUrl() {
    return control.url();
  }

  public void behave(String provider, Function<Behaviour, Behaviour> change) {
    station(provider).provider().behave(change::apply);
  }

  /** Opens a provider's port, or closes it and all its connections; returns when that is done. */
  public void down(String provider, boolean down) {
    await(station(provider).down(down));
  }

  /** Counters of a provider by name, such as {@code requests} or {@code cancelled_by_client}. */
  public Map<String, Long> stats(String provider) {
    return station(provider).provider().stats().snapshot();
  }

  private Station station(String provider) {
    Station station = stations.get(provider);
    if (station == null) {
      throw new IllegalArgumentException("no simulated provider " + provider);
    }
    return station;
  }

  @Override
  public void close() {
    stations.values().forEach(station -> station.provider().down(true));
    await(vertx.close());
  }

  private static void await(Future<?> future) {
    try {
      future
          .toCompletionStage()
          .toCompletableFuture()
          .orTimeout(LONGEST_START.toMillis(), TimeUnit.MILLISECONDS)
          .join();
    } catch (CompletionException e) {
      throw new IllegalStateException("the simulator cannot serve: " + e.getCause(), e.getCause());
    }
  }
}
