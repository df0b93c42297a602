package dev.strowger.process;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * TLS of one door or one client, as files in PEM format. What is made of them follows the files:
 * certificates that are renewed are used from the next handshake on, at most a second later.
 *
 * @param identity what is shown to the other side
 * @param trusted authorities of the other side: at a door, those of clients, who then must show a
 *     certificate; of a client, those of the server instead of the JDK's
 */
public record TlsFiles(Optional<Identity> identity, Optional<Path> trusted) {
  /** Nothing older is spoken; which ciphers are, is the JDK's to say. */
  public static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");

  /**
   * @param certificate and those that signed it, up to an authority
   * @param key PKCS#8, unencrypted
   */
  public record Identity(Path certificate, Path key) {}

  /**
   * Of a door: {@code <prefix>_TLS_CERT}, {@code <prefix>_TLS_KEY} and, for clients that must show
   * a certificate, {@code <prefix>_TLS_CLIENT_CA}. Empty if none is set: the door speaks cleartext.
   */
  public static Optional<TlsFiles> door(Settings settings, String prefix) {
    Optional<TlsFiles> files = read(settings, prefix, "_TLS_CLIENT_CA");
    if (files.isPresent() && files.get().identity().isEmpty()) {
      settings.problem(
          prefix + "_TLS_CLIENT_CA: needs " + prefix + "_TLS_CERT and " + prefix + "_TLS_KEY");
      return Optional.empty();
    }
    return files;
  }

  /**
   * Of a client: {@code <prefix>_TLS_CA}, and {@code <prefix>_TLS_CERT} with {@code
   * <prefix>_TLS_KEY} for servers that want a certificate. Empty if none is set: the JDK's
   * authorities are trusted.
   */
  public static Optional<TlsFiles> client(Settings settings, String prefix) {
    return read(settings, prefix, "_TLS_CA");
  }

  /** As {@link #client}, of one whose driver takes no key but RSA. */
  public static Optional<TlsFiles> rsaClient(Settings settings, String prefix) {
    Optional<TlsFiles> files = client(settings, prefix);
    if (files.isPresent()
        && files.get().identity().isPresent()
        && files.get().keys().getClientAliases("RSA", null) == null) {
      settings.problem(prefix + "_TLS_KEY: expected an RSA key, the driver takes no other");
    }
    return files;
  }

  private static Optional<TlsFiles> read(Settings settings, String prefix, String trusted) {
    Optional<Path> certificate = settings.optional(prefix + "_TLS_CERT").map(Path::of);
    Optional<Path> key = settings.optional(prefix + "_TLS_KEY").map(Path::of);
    Optional<Path> authorities = settings.optional(prefix + trusted).map(Path::of);
    if (certificate.isPresent() != key.isPresent()) {
      settings.problem(prefix + "_TLS_CERT and " + prefix + "_TLS_KEY: set both or neither");
      return Optional.empty();
    }
    if (certificate.isEmpty() && authorities.isEmpty()) {
      return Optional.empty();
    }
    TlsFiles files =
        new TlsFiles(certificate.flatMap(c -> key.map(k -> new Identity(c, k))), authorities);
    try {
      if (files.identity().isPresent()) {
        X509ExtendedKeyManager _ = files.keys();
      }
      if (authorities.isPresent()) {
        X509ExtendedTrustManager _ = files.trust();
      }
      return Optional.of(files);
    } catch (IllegalArgumentException e) {
      settings.problem(prefix + "_TLS_*: " + e.getMessage());
      return Optional.empty();
    }
  }

  /**
   * The identity, following its files.
   *
   * @throws IllegalArgumentException if there is none, or it cannot be used
   */
  public X509ExtendedKeyManager keys() {
    Identity files =
        identity.orElseThrow(() -> new IllegalArgumentException("there is no certificate"));
    try {
      return new LiveKeys(files, System::nanoTime);
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalArgumentException(
          files.certificate() + " and " + files.key() + " cannot be used: " + why(e), e);
    }
  }

  /**
   * Who is trusted, following the file.
   *
   * @throws IllegalArgumentException if nobody is named, or the file cannot be used
   */
  public X509ExtendedTrustManager trust() {
    Path file = trusted.orElseThrow(() -> new IllegalArgumentException("no authority is named"));
    try {
      return new LiveTrust(file, System::nanoTime);
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalArgumentException(file + " cannot be used: " + why(e), e);
    }
  }

  /** For what takes a context of the JDK's. */
  public SSLContext context() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(
          identity.isPresent() ? new KeyManager[] {keys()} : null,
          trusted.isPresent() ? new TrustManager[] {trust()} : null,
          null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no TLS", e);
    }
  }

  private static String why(Exception e) {
    return e instanceof IOException ? "cannot be read" : String.valueOf(e.getMessage());
  }
}
