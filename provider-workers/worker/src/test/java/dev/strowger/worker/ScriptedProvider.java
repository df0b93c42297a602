package dev.strowger.worker;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A provider that speaks OpenAI's wire format and does as the test says. */
final class ScriptedProvider implements AutoCloseable {
  static final String ANSWER =
      """
      {"id":"x","object":"chat.completion","created":1,"model":"as-served","choices":[{"index":0,
      "message":{"role":"assistant","content":"hi"},"finish_reason":"stop"}],
      "usage":{"prompt_tokens":1000,"completion_tokens":200,"total_tokens":1200}}
      """;

  /** Attribute of an exchange: the request's body. */
  static final String BODY = "body";

  final AtomicInteger calls = new AtomicInteger();
  final AtomicInteger now = new AtomicInteger();
  final AtomicInteger most = new AtomicInteger();
  volatile String authorization = "";
  private final HttpServer server;

  interface Script {
    void answer(HttpExchange exchange) throws Exception;
  }

  ScriptedProvider(Script script) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1000);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", exchange -> serve(script, exchange));
    server.start();
  }

  private void serve(Script script, HttpExchange exchange) throws IOException {
    calls.incrementAndGet();
    most.accumulateAndGet(now.incrementAndGet(), Math::max);
    try (exchange) {
      authorization = String.valueOf(exchange.getRequestHeaders().getFirst("authorization"));
      exchange.setAttribute(BODY, exchange.getRequestBody().readAllBytes());
      script.answer(exchange);
    } catch (Exception e) {
      throw new IOException(e);
    } finally {
      now.decrementAndGet();
    }
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1");
  }

  static void json(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("content-type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  static Script answers() {
    return exchange -> json(exchange, 200, ANSWER);
  }

  static Script fails(int status, String type, String message) {
    return exchange ->
        json(
            exchange,
            status,
            "{\"error\":{\"message\":\"" + message + "\",\"type\":\"" + type + "\"}}");
  }

  /** Begins a stream; events are flushed one by one. */
  static OutputStream stream(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().add("content-type", "text/event-stream");
    exchange.sendResponseHeaders(200, 0);
    return exchange.getResponseBody();
  }

  static void token(OutputStream out, String text) throws IOException {
    event(out, "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + text + "\"}}]}");
  }

  static void finish(OutputStream out) throws IOException {
    event(out, "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}");
    event(out, "{\"choices\":[],\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":3}}");
    out.write("data: [DONE]\n\n".getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  private static void event(OutputStream out, String json) throws IOException {
    String head =
        "{\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",";
    out.write(("data: " + head + json.substring(1) + "\n\n").getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
