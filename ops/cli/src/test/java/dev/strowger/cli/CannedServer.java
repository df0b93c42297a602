package dev.strowger.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/** Answers each method and path as it was told, and remembers what it was asked. */
final class CannedServer implements AutoCloseable {
  private final HttpServer server;
  private final String scheme;
  private final Map<String, Canned> answers = new ConcurrentHashMap<>();
  private final List<Asked> asked = new CopyOnWriteArrayList<>();

  /** A request as it came. */
  record Asked(String what, String body, Optional<String> authorization) {}

  private record Canned(int status, String body, Map<String, String> headers) {}

  CannedServer() throws IOException {
    this(HttpServer.create(anywhere(), 0), "http");
  }

  /** By TLS, if need be only to those who show a certificate. */
  CannedServer(SSLContext tls, boolean clientsToo) throws IOException {
    this(secure(tls, clientsToo), "https");
  }

  private CannedServer(HttpServer server, String scheme) {
    this.server = server;
    this.scheme = scheme;
    server.createContext("/", this::handle);
    server.start();
  }

  private static InetSocketAddress anywhere() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  private static HttpsServer secure(SSLContext tls, boolean clientsToo) throws IOException {
    HttpsServer server = HttpsServer.create(anywhere(), 0);
    server.setHttpsConfigurator(
        new HttpsConfigurator(tls) {
          @Override
          public void configure(HttpsParameters parameters) {
            SSLParameters ssl = tls.getDefaultSSLParameters();
            ssl.setNeedClientAuth(clientsToo);
            parameters.setSSLParameters(ssl);
          }
        });
    return server;
  }

  String url() {
    return scheme + "://127.0.0.1:" + server.getAddress().getPort();
  }

  CannedServer answer(String what, int status, String body) {
    return answer(what, status, body, Map.of());
  }

  CannedServer answer(String what, int status, String body, Map<String, String> headers) {
    answers.put(what, new Canned(status, body, headers));
    return this;
  }

  int timesAsked() {
    return asked.size();
  }

  Asked lastAsked() {
    return asked.getLast();
  }

  private void handle(HttpExchange exchange) throws IOException {
    String what = exchange.getRequestMethod() + " " + exchange.getRequestURI().getRawPath();
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    asked.add(
        new Asked(
            what,
            body,
            Optional.ofNullable(exchange.getRequestHeaders().getFirst("authorization"))));
    Canned canned =
        answers.getOrDefault(
            what,
            new Canned(404, "{\"error\":{\"message\":\"nothing at " + what + "\"}}", Map.of()));
    canned.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
    byte[] bytes = canned.body().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(canned.status(), bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
