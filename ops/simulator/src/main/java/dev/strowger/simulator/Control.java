package dev.strowger.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.strowger.simulator.wire.Json;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Control over HTTP. On a port of its own for all providers: {@code /_control} (PUT changes all),
 * {@code /_control/<name>}, {@code /_control/stats}, {@code /_control/<name>/stats}, {@code
 * /_control/ledger}. On the port of a provider for that one: {@code /_control}, {@code
 * /_control/stats}, {@code /_control/ledger}.
 */
final class Control {
  static final String PATH = "/_control";
  private static final String STATS = "/stats";
  private static final String LEDGER = "/ledger";

  private final Vertx vertx;
  private final Map<String, Station> stations;

  Control(Vertx vertx, Map<String, Station> stations) {
    this.vertx = vertx;
    this.stations = stations;
  }

  /** Serves the control port. */
  void serve(HttpServerRequest request) {
    String path = String.valueOf(request.path());
    if (path.equals(PATH + LEDGER)) {
      ledger(request, stations);
      return;
    }
    boolean stats = path.endsWith(STATS);
    String named =
        path.substring(0, path.length() - (stats ? STATS.length() : 0))
            .replaceFirst("^/_control/?", "");
    if (!path.startsWith(PATH) || !(named.isEmpty() || stations.containsKey(named))) {
      reply(request, 404, problem("nothing here; providers: " + stations.keySet()));
      return;
    }
    Station one = stations.get(named);
    Collection<Station> chosen = one == null ? stations.values() : List.of(one);
    if (request.method().equals(HttpMethod.GET)) {
      reply(request, 200, one == null ? all(stats) : stats ? stats(one) : one.state());
    } else {
      change(request, chosen)
          .compose(down -> Future.all(chosen.stream().map(s -> down.applyTo(s)).toList()))
          .onSuccess(_ -> reply(request, 200, one == null ? all(false) : one.state()))
          .onFailure(e -> reply(request, 400, problem(String.valueOf(e.getMessage()))));
    }
  }

  /** Of all providers by name; {@code ?calls=true} lists each call; DELETE begins anew. */
  private static void ledger(HttpServerRequest request, Map<String, Station> stations) {
    if (request.method().equals(HttpMethod.DELETE)) {
      stations.values().forEach(station -> station.provider().ledger().clear());
    }
    boolean lines = "true".equals(request.getParam("calls"));
    ObjectNode all = Json.MAPPER.createObjectNode();
    stations.forEach((name, s) -> all.set(name, s.provider().ledger().json(lines)));
    reply(request, 200, all);
  }

  /** Serves the control path on a provider's own port, where "down" is answered before it acts. */
  static void ofOne(Station station, HttpServerRequest request) {
    if (String.valueOf(request.path()).endsWith(LEDGER)) {
      ledger(request, Map.of(station.provider().name(), station));
    } else if (request.method().equals(HttpMethod.GET)) {
      boolean stats = String.valueOf(request.path()).endsWith(STATS);
      reply(request, 200, stats ? stats(station) : station.state());
    } else {
      change(request, List.of(station))
          .onSuccess(
              down -> reply(request, 200, station.state()).onComplete(_ -> down.applyTo(station)))
          .onFailure(e -> reply(request, 400, problem(String.valueOf(e.getMessage()))));
    }
  }

  /** Whether the change closes or opens the port. */
  private enum Down {
    CLOSE,
    OPEN,
    AS_IT_IS;

    Future<?> applyTo(Station station) {
      return this == AS_IT_IS ? Future.succeededFuture() : station.down(this == CLOSE);
    }
  }

  private static Future<Down> change(HttpServerRequest request, Collection<Station> stations) {
    if (!request.method().equals(HttpMethod.PUT)) {
      return Future.failedFuture("GET and PUT only");
    }
    return Body.read(request)
        .map(
            body -> {
              JsonNode change = parse(body.getBytes());
              if (!(change instanceof ObjectNode object)) {
                throw new IllegalArgumentException("the body must be a JSON object");
              }
              stations.forEach(station -> station.change(object));
              return !object.has("down")
                  ? Down.AS_IT_IS
                  : object.get("down").asBoolean() ? Down.CLOSE : Down.OPEN;
            });
  }

  private static JsonNode parse(byte[] body) {
    try {
      return Json.MAPPER.readTree(body);
    } catch (java.io.IOException e) {
      throw new IllegalArgumentException("the body must be a JSON object", e);
    }
  }

  private ObjectNode all(boolean stats) {
    ObjectNode all = Json.MAPPER.createObjectNode();
    stations.forEach((name, s) -> all.set(name, stats ? stats(s) : s.state()));
    return all;
  }

  private static ObjectNode stats(Station station) {
    return Json.MAPPER.valueToTree(station.provider().stats().snapshot());
  }

  private static ObjectNode problem(String text) {
    return Json.MAPPER.createObjectNode().put("error", text);
  }

  private static Future<Void> reply(HttpServerRequest request, int status, ObjectNode body) {
    return request
        .response()
        .setStatusCode(status)
        .putHeader("content-type", "application/json")
        .end(body.toPrettyString() + "\n");
  }

  Listener listener(int port) {
    return new Listener(vertx, stations.size() + 1, port, 1, this::serve);
  }
}
