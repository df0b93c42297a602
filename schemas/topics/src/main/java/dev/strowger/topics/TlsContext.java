package dev.strowger.topics;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Builds a TLS context from keystore files. */
final class TlsContext {
  private static final String PEM = "-----BEGIN CERTIFICATE-----";

  private TlsContext() {}

  /**
   * Empty when neither store is given.
   *
   * @throws IllegalArgumentException if a store cannot be used; the message names the file
   */
  static Optional<SSLContext> of(RegistrySettings.Tls tls) {
    if (tls.trust().isEmpty() && tls.identity().isEmpty()) {
      return Optional.empty();
    }
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(identity(tls), trust(tls), null);
      return Optional.of(context);
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("the registry's TLS stores cannot be used", e);
    }
  }

  private static KeyManager @Nullable [] identity(RegistrySettings.Tls tls)
      throws GeneralSecurityException {
    if (tls.identity().isEmpty()) {
      return null;
    }
    RegistrySettings.Store store = tls.identity().get();
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(load(store), store.password().toCharArray());
    return factory.getKeyManagers();
  }

  private static TrustManager @Nullable [] trust(RegistrySettings.Tls tls)
      throws GeneralSecurityException {
    if (tls.trust().isEmpty()) {
      return null;
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(load(tls.trust().get()));
    return factory.getTrustManagers();
  }

  /** The JDK tells PKCS#12 and JKS apart by itself; certificates in PEM are for trust only. */
  private static KeyStore load(RegistrySettings.Store store) throws GeneralSecurityException {
    try {
      if (Files.readString(store.file(), StandardCharsets.ISO_8859_1).contains(PEM)) {
        return authorities(store);
      }
      return KeyStore.getInstance(store.file().toFile(), store.password().toCharArray());
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "the keystore " + store.file() + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static KeyStore authorities(RegistrySettings.Store store)
      throws GeneralSecurityException, IOException {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    try (InputStream in = Files.newInputStream(store.file())) {
      int number = 0;
      for (Certificate one : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        trusted.setCertificateEntry("authority-" + number++, one);
      }
    }
    return trusted;
  }
}
