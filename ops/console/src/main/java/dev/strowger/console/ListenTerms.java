package dev.strowger.console;

import dev.strowger.process.TlsFiles;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.TrustOptions;
import java.util.LinkedHashSet;

/** What the operators' door asks of connections, beneath HTTP. */
final class ListenTerms {
  private static final int MAX_LINE_BYTES = 8 << 10;
  private static final int MAX_HEADER_BYTES = 16 << 10;

  /** Longer than the longest query, so that nobody is cut off while waiting for it. */
  private static final int IDLE_SECONDS = 120;

  private ListenTerms() {}

  static HttpServerOptions of(ConsoleConfig.Listen listen) {
    HttpServerOptions options =
        new HttpServerOptions()
            .setHost(listen.host())
            .setPort(listen.port())
            .setMaxInitialLineLength(MAX_LINE_BYTES)
            .setMaxHeaderSize(MAX_HEADER_BYTES)
            .setIdleTimeout(IDLE_SECONDS);
    listen.tls().ifPresent(tls -> secure(options, tls));
    return options;
  }

  private static void secure(HttpServerOptions options, TlsFiles tls) {
    options
        .setSsl(true)
        .setUseAlpn(true)
        .setEnabledSecureTransportProtocols(new LinkedHashSet<>(TlsFiles.PROTOCOLS))
        .setKeyCertOptions(KeyCertOptions.wrap(tls.keys()));
    if (tls.trusted().isPresent()) {
      options.setClientAuth(ClientAuth.REQUIRED).setTrustOptions(TrustOptions.wrap(tls.trust()));
    }
  }
}
