package dev.strowger.ingress.identity;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.strowger.ingress.identity.OidcConfig.KeySource;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.text.ParseException;
import java.time.Duration;
import java.util.Map;

/**
 * Fetches a JWK set (RFC 7517). Source of discovery: OpenID Connect Discovery 1.0, section 4.
 * Redirects are not followed.
 */
final class KeyFetch implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final int MAX_BYTES = 1 << 20;

  private final String issuer;
  private final KeySource source;
  private final HttpClient http =
      HttpClient.newBuilder()
          .connectTimeout(TIMEOUT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  KeyFetch(String issuer, KeySource source) {
    this.issuer = issuer;
    this.source = source;
  }

  /** The set's JSON. */
  String now() throws IOException, ParseException, InterruptedException {
    return switch (source) {
      case KeySource.File(var path) -> {
        try (InputStream in = Files.newInputStream(path)) {
          yield text(in);
        }
      }
      case KeySource.Url(URI url) -> get(url);
      case KeySource.Discovered(URI document) -> get(discover(document));
    };
  }

  private URI discover(URI document) throws IOException, ParseException, InterruptedException {
    Map<String, Object> found = JSONObjectUtils.parse(get(document));
    String said = JSONObjectUtils.getString(found, "issuer");
    if (!issuer.equals(said)) {
      throw new IOException(document + " is of another issuer");
    }
    URI keys = JSONObjectUtils.getURI(found, "jwks_uri");
    if (keys == null || !OidcConfig.trustworthy(keys)) {
      throw new IOException(document + " names no https jwks_uri");
    }
    return keys;
  }

  private String get(URI url) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(url).timeout(TIMEOUT).header("accept", "application/json").build();
    HttpResponse<InputStream> response =
        http.send(request, HttpResponse.BodyHandlers.ofInputStream());
    try (InputStream body = response.body()) {
      if (response.statusCode() != 200) {
        throw new IOException(url + " answered with status " + response.statusCode());
      }
      return text(body);
    }
  }

  private static String text(InputStream in) throws IOException {
    byte[] bytes = in.readNBytes(MAX_BYTES + 1);
    if (bytes.length > MAX_BYTES) {
      throw new IOException("larger than " + MAX_BYTES + " bytes");
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
