package dev.strowger.worker;

import dev.strowger.channel.Channel;
import dev.strowger.channel.Frame;
import dev.strowger.channel.FrameParser;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** The receiving end of the direct channel. */
final class TestDoor implements AutoCloseable {
  private final Map<String, MultiMap> heads = new ConcurrentHashMap<>();
  private final Map<String, List<Frame>> frames = new ConcurrentHashMap<>();
  private final Map<String, Integer> refusals = new ConcurrentHashMap<>();
  private final Map<String, Boolean> leaving = new ConcurrentHashMap<>();
  private final Map<String, String> kept = new ConcurrentHashMap<>();
  private final Map<String, Integer> asked = new ConcurrentHashMap<>();
  private final Vertx vertx = Vertx.vertx();
  private final HttpServer server;

  TestDoor() throws Exception {
    server =
        vertx
            .createHttpServer()
            .requestHandler(this::handle)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .get(10, TimeUnit.SECONDS);
  }

  String url() {
    return "http://127.0.0.1:" + server.actualPort();
  }

  void refuse(String requestId, int status) {
    refusals.put(requestId, status);
  }

  /** The client leaves when it has its first token. */
  void leave(String requestId) {
    leaving.put(requestId, true);
  }

  /** A worker that has died since had sent this. */
  void keep(String requestId, String events) {
    kept.put(requestId, events);
  }

  /** How often workers asked what the client has. */
  int asked(String requestId) {
    return asked.getOrDefault(requestId, 0);
  }

  MultiMap head(String requestId) {
    return heads.getOrDefault(requestId, MultiMap.caseInsensitiveMultiMap());
  }

  List<Frame> frames(String requestId) {
    return frames.getOrDefault(requestId, List.of());
  }

  String text(String requestId) {
    StringBuilder text = new StringBuilder();
    for (Frame frame : frames(requestId)) {
      if (frame instanceof Frame.Data(byte[] events)) {
        text.append(new String(events, StandardCharsets.UTF_8));
      }
    }
    return text.toString();
  }

  private void handle(HttpServerRequest request) {
    String id = String.valueOf(request.path()).substring(Channel.PATH.length());
    if (request.method().equals(HttpMethod.GET)) {
      tell(request, id);
      return;
    }
    heads.put(id, request.headers());
    Integer refusal = refusals.get(id);
    if (refusal != null) {
      request.response().setStatusCode(refusal).end();
      return;
    }
    List<Frame> received = frames.computeIfAbsent(id, i -> new CopyOnWriteArrayList<>());
    FrameParser parser = new FrameParser(received::add);
    request.response().writeHead();
    request.handler(
        bytes -> {
          parser.accept(bytes.getBytes());
          if (leaving.containsKey(id)) {
            request.response().reset(8);
          }
        });
    request.endHandler(v -> request.response().end());
  }

  private void tell(HttpServerRequest request, String id) {
    asked.merge(id, 1, Integer::sum);
    Integer refusal = refusals.get(id);
    String had = kept.getOrDefault(id, "");
    if (refusal != null) {
      request.response().setStatusCode(refusal).end();
    } else if (!frames(id).isEmpty() && frames(id).getLast() instanceof Frame.Data) {
      request.response().setStatusCode(409).end();
    } else if (had.isEmpty() && frames(id).isEmpty()) {
      request.response().setStatusCode(204).end();
    } else {
      Buffer events = Buffer.buffer(had + text(id));
      request.response().putHeader("content-length", Integer.toString(events.length())).end(events);
    }
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
