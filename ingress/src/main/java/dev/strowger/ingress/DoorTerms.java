package dev.strowger.ingress;

import dev.strowger.process.TlsFiles;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.TrustOptions;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** What both doors ask of connections, beneath HTTP. */
final class DoorTerms {
  private static final Duration HANDSHAKE = Duration.ofSeconds(10);

  /** Streams a client may reset within the window: who asks and hangs up makes work for nothing. */
  private static final int MAX_RESETS = 200;

  private static final Duration RESET_WINDOW = Duration.ofSeconds(10);

  private DoorTerms() {}

  static HttpServerOptions options(Optional<TlsFiles> tls) {
    HttpServerOptions options =
        new HttpServerOptions()
            .setTcpNoDelay(true)
            .setHttp2RstFloodMaxRstFramePerWindow(MAX_RESETS)
            .setHttp2RstFloodWindowDuration(Math.toIntExact(RESET_WINDOW.toSeconds()))
            .setHttp2RstFloodWindowDurationTimeUnit(TimeUnit.SECONDS);
    if (tls.isEmpty()) {
      return options;
    }
    options
        .setSsl(true)
        .setUseAlpn(true)
        .setSslHandshakeTimeout(HANDSHAKE.toMillis())
        .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
        .setEnabledSecureTransportProtocols(new LinkedHashSet<>(TlsFiles.PROTOCOLS))
        .setKeyCertOptions(KeyCertOptions.wrap(tls.get().keys()));
    if (tls.get().trusted().isPresent()) {
      options
          .setClientAuth(ClientAuth.REQUIRED)
          .setTrustOptions(TrustOptions.wrap(tls.get().trust()));
    }
    return options;
  }
}
