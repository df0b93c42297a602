package dev.strowger.ingress.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.strowger.ingress.identity.Tokens.Verdict;
import dev.strowger.process.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tokens of an issuer that is really asked for its keys. */
class TokensIT {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static RSAKey key;
  private static RSAKey other;

  @TempDir Path directory;
  private LocalIssuer issuer;
  private Tokens tokens;

  @BeforeAll
  static void draw() throws Exception {
    key = LocalIssuer.rsa("one");
    other = LocalIssuer.rsa("two");
  }

  @BeforeEach
  void open() throws Exception {
    issuer = new LocalIssuer();
    issuer.publish(key);
    tokens = open(Map.of());
  }

  @AfterEach
  void close() {
    tokens.close();
    issuer.close();
  }

  @Test
  void aGoodTokenSaysWhoseItIs() throws Exception {
    assertThat(tokens.check(LocalIssuer.sign(key, claims().build())))
        .isEqualTo(new Verdict.Good(new Identity("jwt:2bd806c97f0e00af", "red", "", List.of())));
  }

  @Test
  void teamAndModelsComeFromTheClaimsThatAreNamed() throws Exception {
    try (Tokens scoped =
        open(
            Map.of(
                "STROWGER_OIDC_TENANT_CLAIM", "org",
                "STROWGER_OIDC_TEAM_CLAIM", "squad",
                "STROWGER_OIDC_MODELS_CLAIM", "models"))) {
      JWTClaimsSet.Builder said = claims().claim("org", "green").claim("squad", "blue");

      Verdict.Good good =
          (Verdict.Good)
              scoped.check(LocalIssuer.sign(key, said.claim("models", List.of("a", "b*")).build()));
      assertThat(good.identity().tenant()).isEqualTo("green");
      assertThat(good.identity().team()).isEqualTo("blue");
      assertThat(good.identity().models()).containsExactly("a", "b*");
      Verdict.Good texts =
          (Verdict.Good) scoped.check(LocalIssuer.sign(key, said.claim("models", "a c").build()));
      assertThat(texts.identity().models()).containsExactly("a", "c");
      assertThat(scoped.check(LocalIssuer.sign(key, said.claim("models", null).build())))
          .as("who was given no models may ask none")
          .isInstanceOf(Verdict.Refused.class);
      assertThat(
              scoped.check(
                  LocalIssuer.sign(key, said.claim("models", "a").claim("squad", "x/y").build())))
          .isInstanceOf(Verdict.Refused.class);
    }
  }

  @Test
  void timesAreCheckedWithALittleSkew() throws Exception {
    assertThat(tokens.check(expiring(NOW.minusSeconds(20)))).isInstanceOf(Verdict.Good.class);
    assertThat(tokens.check(expiring(NOW.minusSeconds(40))))
        .isEqualTo(new Verdict.Refused("the token has expired"));
    assertThat(tokens.check(notBefore(NOW.plusSeconds(20)))).isInstanceOf(Verdict.Good.class);
    assertThat(tokens.check(notBefore(NOW.plusSeconds(40)))).isInstanceOf(Verdict.Refused.class);
    assertThat(tokens.check(LocalIssuer.sign(key, claims().expirationTime(null).build())))
        .as("a token without an end")
        .isInstanceOf(Verdict.Refused.class);
  }

  @Test
  void tokensForOthersOrOfOthersAreRefused() throws Exception {
    assertThat(tokens.check(LocalIssuer.sign(key, claims().audience("billing").build())))
        .isInstanceOf(Verdict.Refused.class);
    assertThat(tokens.check(LocalIssuer.sign(key, claims().issuer("https://else").build())))
        .isInstanceOf(Verdict.Refused.class);
    assertThat(tokens.check(LocalIssuer.sign(key, claims().claim("tenant", null).build())))
        .isInstanceOf(Verdict.Refused.class);
    assertThat(tokens.check(LocalIssuer.sign(key, claims().claim("tenant", "a/b").build())))
        .isInstanceOf(Verdict.Refused.class);
    RSAKey sameName = LocalIssuer.rsa("one");
    assertThat(tokens.check(LocalIssuer.sign(sameName, claims().build())))
        .isEqualTo(new Verdict.Refused("the token's signature is not good"));
  }

  @Test
  void unsignedTokensAndSharedSecretsAreRefused() throws Exception {
    assertThat(tokens.check(new PlainJWT(claims().build()).serialize()))
        .isEqualTo(new Verdict.Refused("the token is not a signed JWT"));

    SignedJWT hmac =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("one").build(), claims().build());
    hmac.sign(new MACSigner(key.toRSAPublicKey().getEncoded()));
    assertThat(tokens.check(hmac.serialize()))
        .isEqualTo(new Verdict.Refused("tokens must be signed by an asymmetric algorithm"));
    assertThat(tokens.check("ey.no.token")).isInstanceOf(Verdict.Refused.class);
    assertThat(tokens.check("ey" + "x".repeat(100_000))).isInstanceOf(Verdict.Refused.class);
  }

  @Test
  void aKeyThatIsNewIsFetchedOnceAndNotForEachWhoAsks() throws Exception {
    String rotated = LocalIssuer.sign(other, claims().build());
    issuer.publish(key, other);
    await(() -> tokens.check(rotated) instanceof Verdict.NotNow);
    await(() -> tokens.check(rotated) instanceof Verdict.Good);
    int before = issuer.fetches();

    String nobodys = LocalIssuer.sign(LocalIssuer.ec("three"), claims().build());
    for (int i = 0; i < 1_000; i++) {
      assertThat(tokens.check(nobodys)).isInstanceOf(Verdict.Refused.class);
    }

    assertThat(issuer.fetches()).isEqualTo(before);
  }

  @Test
  void aTokenThatWasGoodIsRefusedOnceItHasExpired() throws Exception {
    MovedClock clock = new MovedClock();
    try (Tokens moved = open(Map.of(), clock)) {
      String token = expiring(NOW.plusSeconds(10));
      assertThat(moved.check(token)).isInstanceOf(Verdict.Good.class);
      clock.now = NOW.plusSeconds(39);
      assertThat(moved.check(token)).as("within the skew").isInstanceOf(Verdict.Good.class);

      clock.now = NOW.plusSeconds(40);

      assertThat(moved.check(token)).isEqualTo(new Verdict.Refused("the token has expired"));
    }
  }

  @Test
  void aTokenThatWasGoodIsRefusedOnceItsKeyIsWithdrawn() throws Exception {
    try (Tokens quick = open(Map.of("STROWGER_OIDC_REFRESH", "1s"))) {
      String token = LocalIssuer.sign(key, claims().build());
      assertThat(quick.check(token)).isInstanceOf(Verdict.Good.class);

      issuer.publish(other);

      await(() -> !(quick.check(token) instanceof Verdict.Good));
    }
  }

  @Test
  void aTokenWithAnotherSignatureIsNotTheOneThatWasGood() throws Exception {
    String token = LocalIssuer.sign(key, claims().build());
    assertThat(tokens.check(token)).isInstanceOf(Verdict.Good.class);
    String unsigned = token.substring(0, token.lastIndexOf('.') + 1);
    String forged = LocalIssuer.sign(LocalIssuer.rsa("one"), claims().build());

    assertThat(tokens.check(unsigned)).isInstanceOf(Verdict.Refused.class);
    assertThat(tokens.check(forged)).isInstanceOf(Verdict.Refused.class);
  }

  @Test
  void keysStayWhileTheIssuerIsDown() throws Exception {
    issuer.down(true);
    try (Tokens without = open(Map.of())) {
      assertThat(without.check(LocalIssuer.sign(key, claims().build())))
          .isInstanceOf(Verdict.NotNow.class);
      assertThat(tokens.check(LocalIssuer.sign(key, claims().build())))
          .isInstanceOf(Verdict.Good.class);

      issuer.down(false);

      await(() -> without.check(LocalIssuer.sign(key, claims().build())) instanceof Verdict.Good);
    }
  }

  @Test
  void keysMayComeFromAFile() throws Exception {
    Path file = directory.resolve("keys.json");
    ECKey ec = LocalIssuer.ec("f");
    Files.writeString(file, new JWKSet(ec).toString(true));
    try (Tokens fromFile = open(Map.of("STROWGER_OIDC_JWKS_FILE", file.toString()))) {
      assertThat(fromFile.check(LocalIssuer.sign(ec, claims().build())))
          .isInstanceOf(Verdict.Good.class);
    }
  }

  private Tokens open(Map<String, String> more) throws InterruptedException {
    return open(more, CLOCK);
  }

  private Tokens open(Map<String, String> more, Clock clock) throws InterruptedException {
    Map<String, String> settings = new HashMap<>(more);
    settings.put("STROWGER_OIDC_ISSUER", issuer.url());
    settings.put("STROWGER_OIDC_AUDIENCE", "strowger");
    Settings read = new Settings(settings);
    return Tokens.open(read.orThrow(OidcConfig.from(read).orElseThrow()), clock);
  }

  private JWTClaimsSet.Builder claims() {
    return new JWTClaimsSet.Builder()
        .issuer(issuer.url())
        .audience("strowger")
        .subject("alice")
        .claim("tenant", "red")
        .expirationTime(Date.from(NOW.plusSeconds(300)));
  }

  private String expiring(Instant at) throws Exception {
    return LocalIssuer.sign(key, claims().expirationTime(Date.from(at)).build());
  }

  private String notBefore(Instant at) throws Exception {
    return LocalIssuer.sign(key, claims().notBeforeTime(Date.from(at)).build());
  }

  /** Time that is moved by hand. */
  private static final class MovedClock extends Clock {
    private Instant now = NOW;

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }

  private interface Condition {
    boolean holds() throws Exception;
  }

  private static void await(Condition condition) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.holds()) {
      assertThat(System.nanoTime()).as("not within " + PATIENCE).isLessThan(end);
      Thread.sleep(20);
    }
  }
}
