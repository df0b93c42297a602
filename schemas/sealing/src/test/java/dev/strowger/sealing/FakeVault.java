package dev.strowger.sealing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/** The part of Vault's transit API that is used, as its documentation has it. */
final class FakeVault implements AutoCloseable {
  static final String TOKEN = "hvs.test";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, byte[]> keys = new ConcurrentHashMap<>();
  private final Map<String, Boolean> deletable = new ConcurrentHashMap<>();
  private final HttpServer server;
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile int failing;
  private volatile boolean stalling;

  FakeVault() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/v1/transit/", this::handle);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /**
   * @param status of all answers; 0: as it should be
   */
  void fail(int status) {
    failing = status;
  }

  /** From now on answers stop after their head. */
  void stall() {
    stalling = true;
  }

  private record Answer(int status, Object body) {}

  private static Answer error(int status, String text) {
    return new Answer(status, Map.of("errors", List.of(text)));
  }

  private void handle(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    Answer answer;
    try {
      answer =
          failing != 0
              ? error(failing, "as asked for")
              : TOKEN.equals(exchange.getRequestHeaders().getFirst("X-Vault-Token"))
                  ? answer(
                      exchange.getRequestMethod(),
                      exchange.getRequestURI().getPath().substring("/v1/transit/".length()),
                      JSON.readTree(body.length == 0 ? "{}".getBytes(UTF_8) : body))
                  : error(403, "permission denied");
    } catch (GeneralSecurityException e) {
      answer = error(400, "cipher: message authentication failed");
    }
    byte[] out = answer.status() == 204 ? new byte[0] : JSON.writeValueAsBytes(answer.body());
    if (stalling) {
      exchange.sendResponseHeaders(200, 100);
      exchange.getResponseBody().flush();
      untilClosed();
    }
    exchange.sendResponseHeaders(answer.status(), out.length == 0 ? -1 : out.length);
    exchange.getResponseBody().write(out);
    exchange.close();
  }

  private void untilClosed() throws IOException {
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new IOException("closed");
  }

  private Answer answer(String method, String path, JsonNode body) throws GeneralSecurityException {
    String[] parts = path.split("/");
    if (parts.length == 1) {
      return method.equals("LIST") && !keys.isEmpty()
          ? data(Map.of("keys", List.copyOf(keys.keySet())))
          : error(404, "none");
    }
    String name = parts[1];
    return switch (parts[0] + (parts.length > 2 ? "/" + parts[2] : "")) {
      case "keys" -> method.equals("DELETE") ? delete(name) : create(name);
      case "keys/config" -> configure(name, body);
      case "encrypt" -> encrypt(name, body);
      case "decrypt" -> decrypt(name, body);
      case "hmac/sha2-256" ->
          data(
              Map.of(
                  "hmac", "vault:v1:" + base64(Crypto.hmac(key(name), bytes(body.path("input"))))));
      default -> error(404, "unsupported path");
    };
  }

  private static Answer data(Map<String, ?> data) {
    return new Answer(200, Map.of("data", data));
  }

  private Answer create(String name) {
    byte[] fresh = new byte[32];
    new SecureRandom().nextBytes(fresh);
    keys.putIfAbsent(name, fresh);
    return new Answer(204, Map.of());
  }

  private Answer configure(String name, JsonNode body) {
    if (!keys.containsKey(name)) {
      return error(400, "no existing key named " + name + " could be found");
    }
    deletable.put(name, body.path("deletion_allowed").asBoolean());
    return new Answer(204, Map.of());
  }

  private Answer delete(String name) {
    if (!deletable.getOrDefault(name, false)) {
      return error(400, "deletion is not allowed for this key");
    }
    keys.remove(name);
    deletable.remove(name);
    return new Answer(204, Map.of());
  }

  private Answer encrypt(String name, JsonNode body) throws GeneralSecurityException {
    byte[] nonce = new byte[12];
    new SecureRandom().nextBytes(nonce);
    Cipher cipher = Crypto.gcm(Cipher.ENCRYPT_MODE, new SecretKeySpec(key(name), "AES"), nonce);
    cipher.updateAAD(bytes(body.path("associated_data")));
    byte[] sealed = cipher.doFinal(bytes(body.path("plaintext")));
    byte[] whole = Arrays.copyOf(nonce, 12 + sealed.length);
    System.arraycopy(sealed, 0, whole, 12, sealed.length);
    return data(Map.of("ciphertext", "vault:v1:" + base64(whole), "key_version", 1));
  }

  private Answer decrypt(String name, JsonNode body) throws GeneralSecurityException {
    if (!keys.containsKey(name)) {
      return error(400, "encryption key not found");
    }
    String text = body.path("ciphertext").asText().substring("vault:v1:".length());
    byte[] whole = Base64.getDecoder().decode(text);
    Cipher cipher =
        Crypto.gcm(
            Cipher.DECRYPT_MODE, new SecretKeySpec(key(name), "AES"), Arrays.copyOf(whole, 12));
    cipher.updateAAD(bytes(body.path("associated_data")));
    return data(Map.of("plaintext", base64(cipher.doFinal(whole, 12, whole.length - 12))));
  }

  private byte[] key(String name) {
    return keys.getOrDefault(name, new byte[32]);
  }

  private static byte[] bytes(JsonNode base64) {
    return Base64.getDecoder().decode(base64.asText());
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
  }
}
