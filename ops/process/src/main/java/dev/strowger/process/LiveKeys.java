package dev.strowger.process;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/** One certificate and its key, as the files have them when a handshake asks. */
final class LiveKeys extends X509ExtendedKeyManager {
  private static final char[] NO_PASSWORD = new char[0];

  /**
   * @param before what it took the place of: a handshake may be half-way through
   */
  private record Pair(X509ExtendedKeyManager keys, @Nullable X509ExtendedKeyManager before) {}

  private final Reloaded<X509ExtendedKeyManager> files;
  private @Nullable Pair pair;

  LiveKeys(TlsFiles.Identity identity, LongSupplier nanos)
      throws IOException, GeneralSecurityException {
    AtomicLong number = new AtomicLong();
    this.files =
        new Reloaded<>(
            List.of(identity.certificate(), identity.key()),
            () -> load(identity.certificate(), identity.key(), number.incrementAndGet()),
            nanos);
  }

  private static X509ExtendedKeyManager load(Path certificate, Path key, long number)
      throws IOException, GeneralSecurityException {
    List<X509Certificate> chain = Pem.certificates(certificate);
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, NO_PASSWORD);
    // The number tells the key of before a change from that after it.
    store.setKeyEntry(
        "identity-" + number,
        Pem.key(key, chain.getFirst()),
        NO_PASSWORD,
        chain.toArray(X509Certificate[]::new));
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, NO_PASSWORD);
    for (KeyManager manager : factory.getKeyManagers()) {
      if (manager instanceof X509ExtendedKeyManager keys) {
        return keys;
      }
    }
    throw new GeneralSecurityException("this JDK has no key manager for X.509");
  }

  private synchronized Pair pair() {
    X509ExtendedKeyManager keys = files.get();
    Pair known = pair;
    if (known == null || known.keys() != keys) {
      known = new Pair(keys, known == null ? null : known.keys());
      pair = known;
    }
    return known;
  }

  @Override
  public String @Nullable [] getClientAliases(String type, Principal @Nullable [] issuers) {
    return pair().keys().getClientAliases(type, issuers);
  }

  @Override
  public @Nullable String chooseClientAlias(
      String[] types, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return pair().keys().chooseClientAlias(types, issuers, socket);
  }

  @Override
  public @Nullable String chooseEngineClientAlias(
      String[] types, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
    return pair().keys().chooseEngineClientAlias(types, issuers, engine);
  }

  @Override
  public String @Nullable [] getServerAliases(String type, Principal @Nullable [] issuers) {
    return pair().keys().getServerAliases(type, issuers);
  }

  @Override
  public @Nullable String chooseServerAlias(
      String type, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return pair().keys().chooseServerAlias(type, issuers, socket);
  }

  @Override
  public @Nullable String chooseEngineServerAlias(
      String type, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
    return pair().keys().chooseEngineServerAlias(type, issuers, engine);
  }

  @Override
  public X509Certificate @Nullable [] getCertificateChain(String alias) {
    Pair now = pair();
    X509Certificate[] chain = now.keys().getCertificateChain(alias);
    return chain == null && now.before() != null ? now.before().getCertificateChain(alias) : chain;
  }

  @Override
  public @Nullable PrivateKey getPrivateKey(String alias) {
    Pair now = pair();
    PrivateKey key = now.keys().getPrivateKey(alias);
    return key == null && now.before() != null ? now.before().getPrivateKey(alias) : key;
  }
}
