package dev.strowger.worker;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.auth.oauth2.GoogleCredentials;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** Google's token endpoint on this machine, with a service account that is sent to it. */
final class TokenEndpoint implements AutoCloseable {
  final List<Map<String, String>> asked = new CopyOnWriteArrayList<>();
  private final HttpServer server;
  private final KeyPair keys;

  /** One answer of the endpoint. */
  record Reply(int status, String json) {
    static Reply token(String value, int seconds) {
      return new Reply(
          200,
          "{\"access_token\":\"%s\",\"expires_in\":%d,\"token_type\":\"Bearer\"}"
              .formatted(value, seconds));
    }
  }

  /**
   * @param replies one after the other, the last for ever
   */
  TokenEndpoint(Reply... replies) throws IOException, NoSuchAlgorithmException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    keys = generator.generateKeyPair();
    AtomicInteger calls = new AtomicInteger();
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
    server.createContext(
        "/token",
        exchange -> {
          try (exchange) {
            asked.add(form(new String(exchange.getRequestBody().readAllBytes(), UTF_8)));
            Reply reply = replies[Math.min(calls.getAndIncrement(), replies.length - 1)];
            byte[] body = reply.json().getBytes(UTF_8);
            exchange.getResponseHeaders().add("content-type", "application/json");
            exchange.sendResponseHeaders(reply.status(), body.length);
            exchange.getResponseBody().write(body);
          }
        });
    server.start();
  }

  /** As Google hands it out for a service account. */
  String credentialsFile() {
    String pem =
        "-----BEGIN PRIVATE KEY-----\\n"
            + Base64.getEncoder().encodeToString(keys.getPrivate().getEncoded())
            + "\\n-----END PRIVATE KEY-----\\n";
    return """
        {"type":"service_account","project_id":"p","private_key_id":"k1","private_key":"%s",
         "client_email":"gateway@p.iam.gserviceaccount.com","client_id":"1",
         "token_uri":"http://127.0.0.1:%d/token"}
        """
        .formatted(pem, server.getAddress().getPort());
  }

  GoogleCredentials credentials() throws IOException {
    return GoogleCredentials.fromStream(
        new ByteArrayInputStream(credentialsFile().getBytes(UTF_8)));
  }

  PublicKey publicKey() {
    return keys.getPublic();
  }

  private static Map<String, String> form(String body) {
    return Arrays.stream(body.split("&"))
        .map(field -> field.split("=", 2))
        .collect(
            Collectors.toMap(
                field -> URLDecoder.decode(field[0], UTF_8),
                field -> URLDecoder.decode(field[1], UTF_8)));
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
