package dev.strowger.worker;

import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import dev.strowger.dialects.FailureKind;
import dev.strowger.dialects.Fault;
import dev.strowger.dialects.ProviderRequest;
import dev.strowger.dialects.fault.ProviderWords;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Access tokens of a Google service account, got by Google's own library. A thread renews them
 * ahead of time; calls only take what is there.
 */
final class GoogleSigner implements Signer {
  private static final Logger log = LoggerFactory.getLogger(GoogleSigner.class);
  private static final String SCOPE = "https://www.googleapis.com/auth/cloud-platform";

  /** A token is renewed so long before its end, or after half of its life if that is later. */
  static final Duration AHEAD = Duration.ofMinutes(5);

  /** How long a call waits for the very first token. */
  static final Duration FIRST = Duration.ofSeconds(5);

  /** Of a token whose end is not told. */
  private static final Duration UNSAID_LIFE = Duration.ofMinutes(30);

  private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
  private static final Duration LAST_RETRY = Duration.ofMinutes(1);

  private final String provider;
  private final GoogleCredentials credentials;
  private final TimeSource time;
  private final CountDownLatch tried = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;
  private volatile @Nullable Token token;
  private volatile String failure = "the token endpoint has not answered yet";

  private record Token(String value, Instant expires) {}

  private GoogleSigner(String provider, GoogleCredentials credentials, TimeSource time) {
    this.provider = provider;
    this.credentials = credentials.createScoped(SCOPE);
    this.time = time;
    this.thread = Thread.ofVirtual().name("tokens-" + provider).unstarted(this::renew);
  }

  static GoogleSigner start(String provider, GoogleCredentials credentials, TimeSource time) {
    GoogleSigner signer = new GoogleSigner(provider, credentials, time);
    signer.thread.start();
    return signer;
  }

  @Override
  public Signing sign(ProviderRequest request) throws InterruptedException {
    if (!tried.await(FIRST.toMillis(), TimeUnit.MILLISECONDS)) {
      return failed();
    }
    Token now = token;
    if (now == null || !time.now().isBefore(now.expires())) {
      return failed();
    }
    Map<String, String> headers = new HashMap<>();
    headers.put("authorization", "Bearer " + now.value());
    if (credentials.getQuotaProjectId() != null) {
      headers.put("x-goog-user-project", credentials.getQuotaProjectId());
    }
    return new Signing.Signed(headers);
  }

  private Signing failed() {
    return new Signing.Failed(
        Fault.of(FailureKind.AUTHENTICATION, "no access token of Google's: " + failure));
  }

  private void renew() {
    Duration retry = FIRST_RETRY;
    boolean go = true;
    while (go) {
      Duration pause = retry;
      try {
        AccessToken fresh = credentials.refreshAccessToken();
        Date end = fresh.getExpirationTime();
        Instant expires = end == null ? time.now().plus(UNSAID_LIFE) : end.toInstant();
        token = new Token(fresh.getTokenValue(), expires);
        retry = FIRST_RETRY;
        pause = until(expires);
      } catch (IOException | RuntimeException e) {
        failure = ProviderWords.clean(String.valueOf(e.getMessage()));
        retry =
            retry.multipliedBy(2).compareTo(LAST_RETRY) > 0 ? LAST_RETRY : retry.multipliedBy(2);
        log.atWarn()
            .addKeyValue("provider", provider)
            .addKeyValue("reason", failure)
            .log("no access token");
      }
      tried.countDown();
      go = !closedWithin(pause);
    }
  }

  private Duration until(Instant expires) {
    Duration life = Duration.between(time.now(), expires);
    Duration half = life.dividedBy(2);
    Duration ahead = life.minus(AHEAD);
    Duration later = ahead.compareTo(half) > 0 ? ahead : half;
    return later.isNegative() ? FIRST_RETRY : later;
  }

  private boolean closedWithin(Duration pause) {
    try {
      return closed.await(pause.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      return true;
    }
  }

  @Override
  public void close() {
    closed.countDown();
    thread.interrupt();
  }
}
