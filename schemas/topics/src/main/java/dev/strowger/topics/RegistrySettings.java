package dev.strowger.topics;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How to reach a schema registry that speaks Confluent's REST API.
 *
 * @param urls one registry, under any of these base URLs
 * @param credentials for HTTP basic authentication
 * @param tls stores for https URLs; the JDK's own trust where there is none
 * @param registers whether schemas may be registered; false asks only for those already there
 * @param requestTimeout for one request
 * @param attempts how often a request is tried, over all URLs
 */
public record RegistrySettings(
    List<URI> urls,
    Optional<Credentials> credentials,
    Tls tls,
    boolean registers,
    Duration requestTimeout,
    int attempts) {

  public RegistrySettings {
    urls = List.copyOf(urls);
    if (urls.isEmpty()) {
      throw new IllegalArgumentException("urls: at least one is needed");
    }
    if (attempts < 1) {
      throw new IllegalArgumentException("attempts: at least one is needed");
    }
  }

  /** A registry without security, e.g. the local one. */
  public static RegistrySettings plain(String url) {
    return new RegistrySettings(
        List.of(URI.create(url)),
        Optional.empty(),
        new Tls(Optional.empty(), Optional.empty()),
        true,
        Duration.ofSeconds(5),
        8);
  }

  /** For HTTP basic authentication. */
  public record Credentials(String user, String password) {
    @Override
    public String toString() {
      return "Credentials[user=" + user + "]";
    }
  }

  /**
   * @param trust certificates of those who may be the registry
   * @param identity this client's own certificate and key
   */
  public record Tls(Optional<Store> trust, Optional<Store> identity) {}

  /** A keystore file, PKCS#12 or JKS; also certificates in PEM where it is for trust. */
  public record Store(Path file, String password) {
    @Override
    public String toString() {
      return "Store[file=" + file + "]";
    }
  }
}
