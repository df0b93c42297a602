package dev.strowger.worker;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;

/**
 * The HTTP clients of one provider. The JDK's client has one connect timeout for all its calls, so
 * there is a client for each that plans ask for, with connections of its own.
 */
final class HttpClients implements AutoCloseable {
  /** Beyond these a plan gets the client whose timeout is next to what it asks for. */
  static final int MAX_CLIENTS = 8;

  private final HttpClient.Version version;
  private final Duration longest;
  private final Optional<SSLContext> tls;
  private final TreeMap<Duration, HttpClient> clients = new TreeMap<>();

  /**
   * @param longest connect timeout, whatever a plan asks for
   * @param tls the JDK's without
   */
  HttpClients(HttpClient.Version version, Duration longest, Optional<SSLContext> tls) {
    this.version = version;
    this.longest = longest;
    this.tls = tls;
  }

  Duration bounded(Duration asked) {
    return asked.compareTo(longest) < 0 ? asked : longest;
  }

  synchronized HttpClient connectingWithin(Duration asked) {
    Duration timeout = bounded(asked);
    HttpClient known = clients.get(timeout);
    if (known != null) {
      return known;
    }
    if (clients.size() >= MAX_CLIENTS) {
      Map.Entry<Duration, HttpClient> next = clients.ceilingEntry(timeout);
      return (next == null ? clients.lastEntry() : next).getValue();
    }
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(version)
            .connectTimeout(timeout)
            // Another place is another provider: nobody has allowed it, and the key is not its.
            .followRedirects(HttpClient.Redirect.NEVER)
            .executor(Executors.newThreadPerTaskExecutor(Thread.ofVirtual().factory()));
    tls.ifPresent(builder::sslContext);
    HttpClient made = builder.build();
    clients.put(timeout, made);
    return made;
  }

  @Override
  public synchronized void close() {
    clients.values().forEach(HttpClient::shutdownNow);
  }
}
