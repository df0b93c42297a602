package dev.strowger.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.strowger.simulator.wire.Api;
import dev.strowger.simulator.wire.ErrorShape.Failure;
import dev.strowger.simulator.wire.Format;
import dev.strowger.simulator.wire.Json;
import dev.strowger.simulator.wire.Written;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/** A provider on its port: sends each request where it belongs. */
final class Station {
  private static final int NOT_FOUND = 404;

  private final Vertx vertx;
  private final Provider provider;
  private final Listener listener;

  /**
   * @param id as in {@link Listener}
   */
  Station(Vertx vertx, Provider provider, int id, int port, int eventLoops) {
    this.vertx = vertx;
    this.provider = provider;
    this.listener = new Listener(vertx, id, port, eventLoops, this::serve);
  }

  Provider provider() {
    return provider;
  }

  String url() {
    return listener.url();
  }

  /** The base URL a client of this provider's API is given. */
  String baseUrl() {
    return listener.url() + provider.kind().api().basePath();
  }

  /** Opens the port, or closes it and all its connections. */
  Future<@Nullable String> down(boolean down) {
    provider.down(down);
    return down ? listener.close() : listener.open();
  }

  /** What the provider is and how it behaves. */
  ObjectNode state() {
    ObjectNode state = Json.MAPPER.createObjectNode();
    state.put("kind", provider.kind().label());
    state.put("url", url()).put("base_url", baseUrl()).put("down", provider.down());
    return state.setAll(BehaviourJson.write(provider.behaviour()));
  }

  /**
   * Applies a change of behaviour; {@code seed} begins the sequence of fates again. The member
   * {@code down} is left to the caller, who may have an answer to send first.
   *
   * @throws IllegalArgumentException naming what cannot be used
   */
  void change(ObjectNode change) {
    ObjectNode behaviour = change.deepCopy();
    JsonNode seed = behaviour.remove("seed");
    JsonNode down = behaviour.remove("down");
    if (seed != null && !seed.canConvertToLong()) {
      throw new IllegalArgumentException("seed must be a whole number");
    }
    if (down != null && !down.isBoolean()) {
      throw new IllegalArgumentException("down must be true or false");
    }
    provider.behave(now -> BehaviourJson.merge(now, behaviour));
    if (seed != null) {
      provider.reseed(seed.asLong());
    }
  }

  private void serve(HttpServerRequest request) {
    String path = String.valueOf(request.path());
    String query = request.query() == null ? "" : request.query();
    Format format = api().format(path, query);
    if (format != null && request.method().equals(HttpMethod.POST)) {
      new Exchange(vertx, provider, format, request).start();
    } else if (path.startsWith(Control.PATH)) {
      Control.ofOne(this, request);
    } else {
      list(request, path);
    }
  }

  private Api api() {
    return provider.kind().api();
  }

  private void list(HttpServerRequest request, String path) {
    String listing = request.method().equals(HttpMethod.GET) ? api().listing(path) : null;
    request.response().putHeader("content-type", "application/json");
    if (listing == null) {
      String message = "Invalid URL (" + request.method() + " " + path + ")";
      Written error = api().errors().write(new Failure(NOT_FOUND, message));
      error.headers().forEach(request.response()::putHeader);
      request.response().setStatusCode(NOT_FOUND).end(error.body());
    } else {
      request.response().end(listing);
    }
  }
}
