package dev.strowger.bench;

import com.sun.net.httpserver.HttpServer;
import dev.strowger.process.Settings;
import dev.strowger.simulator.Simulator;
import dev.strowger.simulator.SimulatorConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A process that looks like the gateway from outside: data folder with a key, ready endpoint, a
 * door that wants the key and answers at once, and the simulated providers.
 */
final class FakeGateway {
  private static final String KEY = "sk-fake";

  private FakeGateway() {}

  static List<String> command() {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-cp",
        System.getProperty("java.class.path"),
        FakeGateway.class.getName());
  }

  public static void main(String[] args) throws Exception {
    Settings settings = new Settings(System.getenv());
    Simulator.start(settings.orThrow(SimulatorConfig.from(settings)));
    Files.writeString(
        Path.of(settings.required("STROWGER_DATA", "folder")).resolve("demo.key"), KEY);
    int port = settings.integer("STROWGER_APPS_PORT", 0, 1, 65_535);
    HttpServer door =
        HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), 0);
    door.createContext("/health/ready", exchange -> answer(exchange, 200));
    door.createContext("/v1/chat/completions", FakeGateway::complete);
    door.start();
  }

  private static void complete(com.sun.net.httpserver.HttpExchange exchange) throws IOException {
    exchange.getRequestBody().readAllBytes();
    boolean known =
        ("Bearer " + KEY).equals(exchange.getRequestHeaders().getFirst("authorization"));
    exchange.getResponseHeaders().add("x-strowger-provider", "openai");
    exchange.getResponseHeaders().add("x-strowger-model", "gpt-4o-mini");
    answer(exchange, known ? 200 : 401);
  }

  private static void answer(com.sun.net.httpserver.HttpExchange exchange, int status)
      throws IOException {
    byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
