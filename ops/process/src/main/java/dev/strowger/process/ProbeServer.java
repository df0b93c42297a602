package dev.strowger.process;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.net.ssl.SSLParameters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Health and metrics over HTTP for a process without a door of its own.
 *
 * <ul>
 *   <li>{@code GET /health/live}: 200 while the process runs
 *   <li>{@code GET /health/ready}: 200 {@code {"status":"ready"}}, or 503 {@code {"status":"not
 *       ready","problems":{"<check>":"<reason>"}}}
 *   <li>{@code GET /metrics}: Prometheus' text format
 * </ul>
 */
public final class ProbeServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ProbeServer.class);
  private static final String JSON = "application/json";
  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";
  private static final int THREADS = 2;
  private static final int MAX_WAITING = 32;

  /** Read by the JDK's server when its first one is made. Times are in seconds. */
  private static final Map<String, String> BOUNDS =
      Map.of(
          "jdk.httpserver.maxConnections", "64",
          "sun.net.httpserver.nodelay", "true",
          "sun.net.httpserver.maxReqTime", "5",
          "sun.net.httpserver.maxRspTime", "10");

  private final HttpServer server;
  private final ExecutorService threads;

  private ProbeServer(HttpServer server, ExecutorService threads) {
    this.server = server;
    this.threads = threads;
  }

  /** Where it listens; port 0 takes a free one. */
  public record Address(String host, int port, Optional<TlsFiles> tls) {
    public Address(String host, int port) {
      this(host, port, Optional.empty());
    }

    /** Reads {@code STROWGER_PROBES_HOST}, {@code _PORT} and {@code _TLS_*}. */
    public static Address from(Settings settings, int defaultPort) {
      return new Address(
          settings.string("STROWGER_PROBES_HOST", "127.0.0.1"),
          settings.integer("STROWGER_PROBES_PORT", defaultPort, 0, 65_535),
          TlsFiles.door(settings, "STROWGER_PROBES"));
    }
  }

  /**
   * Returns once it can be asked.
   *
   * @throws IOException if the port cannot be had
   */
  public static ProbeServer start(Address address, Probes probes) throws IOException {
    BOUNDS.forEach(System.getProperties()::putIfAbsent);
    HttpServer server = open(address);
    ExecutorService threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MAX_WAITING),
            Thread.ofPlatform().name("probes-", 0).daemon().factory());
    server.setExecutor(threads);
    server.createContext("/", exchange -> serve(exchange, probes));
    server.start();
    ProbeServer started = new ProbeServer(server, threads);
    log.atInfo()
        .addKeyValue("host", address.host())
        .addKeyValue("port", started.port())
        .log("probes are served");
    return started;
  }

  /** Where it listens, e.g. when the setting was 0. */
  public int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdown();
  }

  private static HttpServer open(Address address) throws IOException {
    InetSocketAddress socket = new InetSocketAddress(address.host(), address.port());
    try {
      if (address.tls().isEmpty()) {
        return HttpServer.create(socket, MAX_WAITING);
      }
      HttpsServer secure = HttpsServer.create(socket, MAX_WAITING);
      secure.setHttpsConfigurator(terms(address.tls().get()));
      return secure;
    } catch (IOException | RuntimeException e) {
      throw new IOException(
          "probes cannot be served at " + address.host() + ":" + address.port() + ": " + e, e);
    }
  }

  private static HttpsConfigurator terms(TlsFiles tls) {
    return new HttpsConfigurator(tls.context()) {
      @Override
      public void configure(HttpsParameters connection) {
        SSLParameters terms = getSSLContext().getDefaultSSLParameters();
        terms.setProtocols(TlsFiles.PROTOCOLS.toArray(String[]::new));
        terms.setNeedClientAuth(tls.trusted().isPresent());
        connection.setSSLParameters(terms);
      }
    };
  }

  private record Answer(int status, String type, String text) {}

  private static void serve(HttpExchange exchange, Probes probes) throws IOException {
    try (exchange) {
      boolean head = exchange.getRequestMethod().equals("HEAD");
      Answer answer =
          head || exchange.getRequestMethod().equals("GET")
              ? answer(String.valueOf(exchange.getRequestURI().getPath()), probes)
              : new Answer(405, JSON, "{\"status\":\"only GET and HEAD are answered\"}");
      byte[] body = answer.text().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("content-type", answer.type());
      exchange.getResponseHeaders().set("x-content-type-options", "nosniff");
      exchange.getResponseHeaders().set("cache-control", "no-store");
      if (answer.status() == 405) {
        exchange.getResponseHeaders().set("allow", "GET, HEAD");
      }
      exchange.sendResponseHeaders(answer.status(), head ? -1 : body.length);
      if (!head) {
        exchange.getResponseBody().write(body);
      }
    }
  }

  private static Answer answer(String path, Probes probes) {
    return switch (path) {
      case "/health/live" -> new Answer(200, JSON, "{\"status\":\"live\"}");
      case "/health/ready" -> ready(probes.health());
      case "/metrics" -> new Answer(200, PROMETHEUS, probes.scrape());
      default -> new Answer(404, JSON, "{\"status\":\"no such path\"}");
    };
  }

  private static Answer ready(Health health) {
    Map<String, String> problems = new TreeMap<>(health.problems());
    if (problems.isEmpty()) {
      return new Answer(200, JSON, "{\"status\":\"ready\"}");
    }
    String list =
        problems.entrySet().stream()
            .map(e -> quoted(e.getKey()) + ":" + quoted(e.getValue()))
            .collect(Collectors.joining(",", "{", "}"));
    return new Answer(503, JSON, "{\"status\":\"not ready\",\"problems\":" + list + "}");
  }

  private static String quoted(String text) {
    StringBuilder json = new StringBuilder("\"");
    text.chars()
        .forEach(
            c -> {
              if (c == '"' || c == '\\') {
                json.append('\\').append((char) c);
              } else if (c < ' ') {
                json.append(String.format("\\u%04x", c));
              } else {
                json.append((char) c);
              }
            });
    return json.append('"').toString();
  }
}
