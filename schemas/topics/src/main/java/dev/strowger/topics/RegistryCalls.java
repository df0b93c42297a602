package dev.strowger.topics;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Single requests to a schema registry, each tried again with backoff at the next URL when the
 * registry cannot be reached, is overloaded or broken.
 */
final class RegistryCalls {
  private static final Logger log = LoggerFactory.getLogger(RegistryCalls.class);
  private static final Duration FIRST_BACKOFF = Duration.ofMillis(100);
  private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(2);
  private static final String MEDIA_TYPE = "application/vnd.schemaregistry.v1+json";

  /** What the registry answered, a refusal included. */
  record Answer(int status, JsonNode body) {
    boolean ok() {
      return status / 100 == 2;
    }

    /** The registry's own words with its error code. */
    String message() {
      return "HTTP "
          + status
          + (body.has("error_code") ? ", error " + body.path("error_code").asInt() : "")
          + ": "
          + body.path("message").asText("no message");
    }
  }

  private final RegistrySettings settings;
  private final HttpClient http;
  private final ObjectMapper json;

  /** Index of the URL that served last; after a failure the next one is asked. */
  private final AtomicInteger current = new AtomicInteger();

  RegistryCalls(RegistrySettings settings, ObjectMapper json) {
    this.settings = settings;
    this.json = json;
    HttpClient.Builder builder = HttpClient.newBuilder().connectTimeout(settings.requestTimeout());
    TlsContext.of(settings.tls()).ifPresent(builder::sslContext);
    this.http = builder.build();
  }

  Answer get(String path) {
    return call("GET", path, null);
  }

  Answer post(String path, JsonNode body) {
    return call("POST", path, body);
  }

  Answer put(String path, JsonNode body) {
    return call("PUT", path, body);
  }

  private Answer call(String method, String path, @Nullable JsonNode body) {
    Duration backoff = FIRST_BACKOFF;
    for (int attempt = 1; ; attempt++) {
      int index = current.get();
      URI url = settings.urls().get(Math.floorMod(index, settings.urls().size()));
      IOException failure;
      try {
        HttpResponse<byte[]> response =
            http.send(request(url, method, path, body), HttpResponse.BodyHandlers.ofByteArray());
        if (!passing(response.statusCode())) {
          return answer(url, response);
        }
        failure = new IOException("HTTP " + response.statusCode() + " from " + url);
      } catch (IOException e) {
        failure = e;
      } catch (InterruptedException e) {
        throw interrupted(e);
      }
      if (attempt == settings.attempts()) {
        throw unreachable(attempt, failure);
      }
      log.atDebug().addKeyValue("url", url).addKeyValue("why", failure).log("trying again");
      current.compareAndSet(index, index + 1);
      pause(backoff);
      backoff = min(backoff.multipliedBy(2), LONGEST_BACKOFF);
    }
  }

  private RegistryException unreachable(int attempts, IOException failure) {
    return new RegistryException(
        "the schema registry at "
            + settings.urls()
            + " did not answer in "
            + attempts
            + " attempts: check STROWGER_REGISTRY_URL and that it runs",
        failure,
        true);
  }

  private HttpRequest request(URI url, String method, String path, @Nullable JsonNode body) {
    String base = url.toString().replaceAll("/+$", "");
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path))
            .timeout(settings.requestTimeout())
            .header("Accept", MEDIA_TYPE + ", application/json")
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body.toString()));
    if (body != null) {
      request.header("Content-Type", MEDIA_TYPE);
    }
    settings
        .credentials()
        .ifPresent(
            c ->
                request.header(
                    "Authorization",
                    "Basic "
                        + Base64.getEncoder()
                            .encodeToString(
                                (c.user() + ":" + c.password()).getBytes(StandardCharsets.UTF_8))));
    return request.build();
  }

  private Answer answer(URI url, HttpResponse<byte[]> response) throws IOException {
    try {
      return new Answer(response.statusCode(), json.readTree(response.body()));
    } catch (JsonProcessingException e) {
      if (response.statusCode() / 100 == 2) {
        throw new RegistryException(
            "what answers at " + url + " is no schema registry: its answer is not JSON", e);
      }
      return new Answer(response.statusCode(), json.createObjectNode());
    }
  }

  /** Whether the same request may succeed soon. */
  private static boolean passing(int status) {
    return status == 429 || status >= 500;
  }

  private static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static RegistryException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new RegistryException("interrupted while asking the schema registry", e, true);
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}
