package dev.strowger.ingress.identity;

import com.nimbusds.jose.jwk.JWKSet;
import dev.strowger.ingress.identity.OidcConfig.KeySource;
import java.io.IOException;
import java.text.ParseException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The identity provider's public keys. A thread of its own fetches them, every few minutes and when
 * somebody bears a token of a key that is not known; whoever asks gets what is in memory. Keys that
 * cannot be fetched again are kept for a day.
 */
final class ProviderKeys implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ProviderKeys.class);

  /** Between two fetches, whoever asks for them. */
  static final Duration LEAST_PAUSE = Duration.ofSeconds(5);

  private static final Duration LONGEST_KEPT = Duration.ofHours(24);
  private static final int MAX_KEYS = 100;

  private final KeyFetch fetch;
  private final Duration refresh;
  private final Semaphore wanted = new Semaphore(0);
  private final CountDownLatch first = new CountDownLatch(1);
  private final Thread thread;

  private volatile @Nullable Known known;
  private volatile long triedNanos = System.nanoTime() - LEAST_PAUSE.toNanos();
  private volatile boolean closed;

  private record Known(JWKSet keys, long atNanos) {}

  ProviderKeys(String issuer, KeySource source, Duration refresh) {
    this.fetch = new KeyFetch(issuer, source);
    this.refresh = refresh;
    this.thread = Thread.ofPlatform().daemon().name("oidc-keys").start(this::run);
  }

  /** Returns once keys were fetched for the first time, or could not be. */
  void awaitFirst(Duration most) throws InterruptedException {
    if (!first.await(most.toMillis(), TimeUnit.MILLISECONDS)) {
      log.atWarn().log("the identity provider's keys are not there yet");
    }
  }

  /** Empty if there are none, or they are too old. */
  Optional<JWKSet> now() {
    Known last = known;
    return last == null || System.nanoTime() - last.atNanos() > LONGEST_KEPT.toNanos()
        ? Optional.empty()
        : Optional.of(last.keys());
  }

  /** Has them fetched again; false if that was done only just now. */
  boolean renew() {
    if (System.nanoTime() - triedNanos < LEAST_PAUSE.toNanos()) {
      return false;
    }
    wanted.release();
    return true;
  }

  private void run() {
    try {
      while (!closed) {
        triedNanos = System.nanoTime();
        fetch();
        first.countDown();
        long pause = known == null ? LEAST_PAUSE.toMillis() : refresh.toMillis();
        boolean asked = wanted.tryAcquire(pause, TimeUnit.MILLISECONDS);
        wanted.drainPermits();
        log.atDebug().addKeyValue("asked", asked).log("keys are fetched again");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void fetch() throws InterruptedException {
    try {
      JWKSet keys = JWKSet.parse(fetch.now()).toPublicJWKSet();
      if (keys.size() == 0 || keys.size() > MAX_KEYS) {
        throw new IOException("expected 1 to " + MAX_KEYS + " public keys, not " + keys.size());
      }
      Known last = known;
      // The same object for the same keys: what was checked with it need not be checked again.
      known =
          new Known(
              last != null && last.keys().equals(keys) ? last.keys() : keys, System.nanoTime());
    } catch (IOException | ParseException | RuntimeException e) {
      log.atWarn()
          .addKeyValue("reason", e.getMessage())
          .log("the identity provider's keys could not be fetched");
    }
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      thread.join(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    fetch.close();
  }
}
