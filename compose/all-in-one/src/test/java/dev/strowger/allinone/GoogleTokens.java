package dev.strowger.allinone;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;

/** Google's token endpoint on this machine, which gives everybody the same access token. */
final class GoogleTokens implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int RSA_BITS = 2048;

  private final HttpServer server;

  GoogleTokens(String accessToken) throws IOException {
    byte[] answer =
        JSON.writeValueAsBytes(
            Map.of("access_token", accessToken, "expires_in", 3600, "token_type", "Bearer"));
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
    server.createContext(
        "/token",
        exchange -> {
          try (exchange) {
            boolean asked =
                new String(exchange.getRequestBody().readAllBytes(), UTF_8).contains("assertion=");
            exchange.getResponseHeaders().add("content-type", "application/json");
            exchange.sendResponseHeaders(asked ? 200 : 400, answer.length);
            exchange.getResponseBody().write(answer);
          }
        });
    server.start();
  }

  /** Writes the file of a service account whose tokens come from here. */
  Path credentials(Path folder) throws IOException, NoSuchAlgorithmException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(RSA_BITS);
    String key =
        Base64.getEncoder().encodeToString(generator.generateKeyPair().getPrivate().getEncoded());
    Map<String, String> account =
        Map.of(
            "type",
            "service_account",
            "project_id",
            "p",
            "private_key_id",
            "k1",
            "private_key",
            "-----BEGIN PRIVATE KEY-----\n" + key + "\n-----END PRIVATE KEY-----\n",
            "client_email",
            "gateway@p.iam.gserviceaccount.com",
            "client_id",
            "1",
            "token_uri",
            "http://127.0.0.1:" + server.getAddress().getPort() + "/token");
    return Files.write(folder.resolve("service-account.json"), JSON.writeValueAsBytes(account));
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
