package dev.strowger.sealing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.strowger.sealing.SealedException.Reason;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Keys in Vault's transit engine, which they never leave. Vault has no tombstones: a scope whose
 * key was deleted gets a new one under the same name, which opens nothing that was wrapped before.
 * Source: Vault's API documentation, "Transit secrets engine (API)".
 */
final class VaultKms implements Kms {
  static final String PREFIX = "strowger.";
  static final int GENERATION = 1;

  private static final Duration CONNECT = Duration.ofSeconds(2);
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * @param mount path of the transit engine
   * @param timeout of one call
   */
  record Access(
      URI address, String mount, String token, Optional<String> namespace, Duration timeout) {
    @Override
    public String toString() {
      return "Access[" + address + ", " + mount + "]";
    }
  }

  private final Access access;
  private final HttpClient client;

  VaultKms(Access access) {
    this.access = access;
    this.client = HttpClient.newBuilder().connectTimeout(CONNECT).build();
  }

  @Override
  public KeyName current(KeyScope scope) {
    KeyName name = new KeyName(scope, GENERATION);
    // Does nothing if there is one.
    JsonNode _ = done(call("POST", "keys/" + vault(name), Map.of("type", "aes256-gcm96")));
    return name;
  }

  @Override
  public byte[] wrap(KeyName key, byte[] dataKey) {
    Map<String, Object> body =
        Map.of("plaintext", base64(dataKey), "associated_data", base64(aad(key)));
    return text(done(call("POST", "encrypt/" + vault(key), body)), "ciphertext")
        .getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public byte[] unwrap(KeyName key, byte[] wrapped) {
    String ciphertext = new String(wrapped, StandardCharsets.US_ASCII);
    HttpResponse<byte[]> response =
        call(
            "POST",
            "decrypt/" + vault(key),
            Map.of("ciphertext", ciphertext, "associated_data", base64(aad(key))));
    // No such key, or another one under its name: the one that wrapped this was deleted.
    if (response.statusCode() == 400 || response.statusCode() == 404) {
      throw new SealedException(Reason.KEY_GONE, "Vault has the key no more");
    }
    return bytes(text(done(response), "plaintext"));
  }

  @Override
  public byte[] derive(KeyName key, String purpose) {
    Map<String, Object> body =
        Map.of(
            "input",
            base64(("strowger derive\0" + purpose).getBytes(StandardCharsets.UTF_8)),
            // The key may be rotated; this is to stay.
            "key_version",
            1);
    HttpResponse<byte[]> response = call("POST", "hmac/" + vault(key) + "/sha2-256", body);
    String hmac = text(done(response), "hmac");
    return bytes(hmac.substring(hmac.lastIndexOf(':') + 1));
  }

  @Override
  public void destroy(KeyName key) {
    HttpResponse<byte[]> allowed =
        call("POST", "keys/" + vault(key) + "/config", Map.of("deletion_allowed", true));
    if (allowed.statusCode() == 400 || allowed.statusCode() == 404) {
      return;
    }
    JsonNode _ = done(allowed);
    JsonNode _ = done(call("DELETE", "keys/" + vault(key), Map.of()));
  }

  @Override
  public List<KeyInfo> list(Optional<String> tenantHash) {
    HttpResponse<byte[]> response = call("LIST", "keys", Map.of());
    if (response.statusCode() == 404) {
      return List.of();
    }
    List<KeyInfo> keys = new ArrayList<>();
    for (JsonNode name : done(response).path("keys")) {
      VaultKmsProvider.key(name.asText())
          .filter(key -> tenantHash.isEmpty() || key.scope().tenantHash().equals(tenantHash.get()))
          .ifPresent(key -> keys.add(new KeyInfo(key, Optional.empty())));
    }
    return keys;
  }

  private static String vault(KeyName key) {
    return PREFIX + key.scope().text();
  }

  private static byte[] aad(KeyName key) {
    return key.text().getBytes(StandardCharsets.US_ASCII);
  }

  private HttpResponse<byte[]> call(String method, String path, Map<String, Object> body) {
    try {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(
                  URI.create(
                      access.address().toString().replaceAll("/+$", "")
                          + "/v1/"
                          + access.mount()
                          + "/"
                          + path))
              .header("X-Vault-Token", access.token())
              .header("Content-Type", "application/json")
              .method(
                  method,
                  body.isEmpty()
                      ? BodyPublishers.noBody()
                      : BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)));
      access.namespace().ifPresent(name -> request.header("X-Vault-Namespace", name));
      return whole(client.sendAsync(request.build(), BodyHandlers.ofByteArray()));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a map of texts cannot be written", e);
    }
  }

  /** The client's own timeout ends with the head of an answer: its body might never come. */
  private HttpResponse<byte[]> whole(CompletableFuture<HttpResponse<byte[]>> answer) {
    try {
      return answer.get(access.timeout().toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new SealedException(Reason.KMS_UNREACHABLE, "Vault does not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SealedException(Reason.KMS_UNREACHABLE, "interrupted while Vault was asked", e);
    } finally {
      answer.cancel(true);
    }
  }

  /** What Vault's own errors say may hold names of policies; only the status goes on. */
  private static JsonNode done(HttpResponse<byte[]> response) {
    int status = response.statusCode();
    if (status < 200 || status > 299) {
      throw new SealedException(Reason.KMS_UNREACHABLE, "Vault answers with status " + status);
    }
    try {
      return JSON.readTree(response.body()).path("data");
    } catch (IOException e) {
      throw new SealedException(Reason.KMS_UNREACHABLE, "Vault's answer is not JSON", e);
    }
  }

  private static String text(JsonNode data, String field) {
    String text = data.path(field).asText();
    if (text.isEmpty()) {
      throw new SealedException(Reason.KMS_UNREACHABLE, "Vault's answer has no " + field);
    }
    return text;
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static byte[] bytes(String base64) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw new SealedException(Reason.KMS_UNREACHABLE, "Vault's answer is not base64", e);
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
