package dev.strowger.topics;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/** Answers as told, in order, for each method and path; writes down what was asked. */
final class FakeRegistry implements AutoCloseable {
  record Call(String method, String path, String body, Map<String, List<String>> headers) {}

  private record Reply(int status, String body) {}

  final List<Call> calls = new CopyOnWriteArrayList<>();
  private final Map<String, Queue<Reply>> replies = new ConcurrentHashMap<>();
  private final HttpServer server;

  FakeRegistry(HttpServer server) {
    this.server = server;
    server.createContext("/", this::handle);
    server.start();
  }

  static FakeRegistry start() throws IOException {
    return new FakeRegistry(HttpServer.create(loopback(), 0));
  }

  static InetSocketAddress loopback() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  /** The last reply for a request stays. */
  FakeRegistry on(String request, int status, String body) {
    replies
        .computeIfAbsent(request, r -> new ConcurrentLinkedQueue<>())
        .add(new Reply(status, body));
    return this;
  }

  String url() {
    return "http://127.0.0.1:" + port();
  }

  int port() {
    return server.getAddress().getPort();
  }

  List<String> asked() {
    return calls.stream().map(c -> c.method() + " " + c.path()).toList();
  }

  private void handle(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String path = exchange.getRequestURI().getPath();
    calls.add(
        new Call(
            exchange.getRequestMethod(), path, body, Map.copyOf(exchange.getRequestHeaders())));
    Queue<Reply> queue = replies.get(exchange.getRequestMethod() + " " + path);
    Reply reply =
        Optional.ofNullable(queue)
            .map(q -> q.size() > 1 ? q.poll() : q.peek())
            .orElse(new Reply(404, "{\"error_code\":404,\"message\":\"HTTP 404 Not Found\"}"));
    byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(reply.status(), bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
