package dev.strowger.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/** Calls the console's admin API. */
final class ConsoleClient {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  /** Longer than the console lets a query run. */
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private static final ObjectMapper JSON = new ObjectMapper();

  private final URI base;
  private final Optional<String> token;
  private final Path tokenFile;
  private final Optional<SSLContext> tls;

  /** What the console said; only {@code 2xx} unless other statuses were let through. */
  record Answer(int status, JsonNode body) {}

  /**
   * @param tls the JDK's without
   */
  ConsoleClient(URI base, Optional<String> token, Path tokenFile, Optional<SSLContext> tls) {
    this.base = base;
    this.token = token;
    this.tokenFile = tokenFile;
    this.tls = tls;
  }

  JsonNode get(String path) {
    return ok(send("GET", path, Map.of()));
  }

  JsonNode post(String path, Map<String, ?> body) {
    return ok(send("POST", path, body));
  }

  JsonNode patch(String path, Map<String, ?> body) {
    return ok(send("PATCH", path, body));
  }

  JsonNode delete(String path) {
    return ok(send("DELETE", path, Map.of()));
  }

  /** Any status is an answer. */
  Answer put(String path, Map<String, ?> body) {
    return send("PUT", path, body);
  }

  /** A segment of a path, encoded. */
  static String segment(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /**
   * The body of a good answer.
   *
   * @throws CallFailedException with the console's own words if it is not one
   */
  JsonNode ok(Answer answer) {
    if (answer.status() < 300) {
      return answer.body();
    }
    if (answer.status() == 401) {
      throw new CallFailedException(
          (token.isEmpty() ? "there is no admin token" : base + " has another admin token")
              + ": set STROWGER_ADMIN_TOKEN, or make "
              + tokenFile
              + (token.isEmpty() ? " readable" : " the right one"));
    }
    throw new CallFailedException(message(answer));
  }

  static String message(Answer answer) {
    String message = answer.body().at("/error/message").asText();
    return message.isEmpty() ? "the console answered with status " + answer.status() : message;
  }

  private Answer send(String method, String path, Map<String, ?> body) {
    HttpClient.Builder builder = HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT);
    tls.ifPresent(builder::sslContext);
    try (HttpClient http = builder.build()) {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create(base + path))
              .timeout(TIMEOUT)
              .method(
                  method,
                  body.isEmpty()
                      ? HttpRequest.BodyPublishers.noBody()
                      : HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)));
      token.ifPresent(t -> request.header("authorization", "Bearer " + t));
      if (!body.isEmpty()) {
        request.header("content-type", "application/json");
      }
      HttpResponse<byte[]> response =
          http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      return new Answer(response.statusCode(), parse(response.body()));
    } catch (JsonProcessingException e) {
      throw new CallFailedException(
          base + " does not answer as a console does; see STROWGER_CONSOLE_URL");
    } catch (IOException e) {
      throw new UnreachableException("the console", base, "STROWGER_CONSOLE_URL", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CallFailedException("interrupted");
    }
  }

  /** A line that the console sent. */
  static JsonNode tree(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new CallFailedException("the console sent what is no JSON");
    }
  }

  private static JsonNode parse(byte[] body) throws IOException {
    return body.length == 0 ? MissingNode.getInstance() : JSON.readTree(body);
  }
}
