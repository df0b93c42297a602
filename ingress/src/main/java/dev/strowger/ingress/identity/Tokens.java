package dev.strowger.ingress.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.BadJWTException;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import com.nimbusds.jwt.proc.ExpiredJWTException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Checks tokens: a JWT (RFC 7519) that is signed with one of the provider's keys by an asymmetric
 * algorithm, in force, of the issuer and meant for this gateway. Never waits, and checks the
 * signature of a token that comes again only once a minute, or when the provider's keys were
 * fetched anew.
 */
public final class Tokens implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(6);
  private static final int SKEW_SECONDS = 30;
  private static final int MAX_CHARS = 8 << 10;
  private static final int ID_BYTES = 8;
  private static final int MAX_MODELS = 1_000;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  private static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(
          JWSAlgorithm.RS256,
          JWSAlgorithm.RS384,
          JWSAlgorithm.RS512,
          JWSAlgorithm.PS256,
          JWSAlgorithm.PS384,
          JWSAlgorithm.PS512,
          JWSAlgorithm.ES256,
          JWSAlgorithm.ES384,
          JWSAlgorithm.ES512);

  private final OidcConfig config;
  private final ProviderKeys keys;
  private final Clock clock;
  private final GoodTokens good = new GoodTokens();

  /** What became of a token. */
  public sealed interface Verdict {
    record Good(Identity identity) implements Verdict {}

    /**
     * @param reason without anything of the token
     */
    record Refused(String reason) implements Verdict {}

    /** It may be good, which cannot be told at the moment. */
    record NotNow(String reason) implements Verdict {}
  }

  private Tokens(OidcConfig config, Clock clock) {
    this.config = config;
    this.keys = new ProviderKeys(config.issuer(), config.keys(), config.refresh());
    this.clock = clock;
  }

  /** Waits a little for the provider's keys, but not for a provider that is down. */
  public static Tokens open(OidcConfig config, Clock clock) throws InterruptedException {
    Tokens tokens = new Tokens(config, clock);
    tokens.keys.awaitFirst(START);
    return tokens;
  }

  /** Whether it has the form of a token, which no key of ours has. */
  public static boolean looksLikeOne(String bearer) {
    int dot = bearer.indexOf('.');
    return bearer.startsWith("ey") && dot > 0 && bearer.indexOf('.', dot + 1) > 0;
  }

  public Verdict check(String token) {
    if (token.length() > MAX_CHARS) {
      return new Verdict.Refused("the token is too long");
    }
    Optional<JWKSet> known = keys.now();
    ByteBuffer hash = GoodTokens.hash(token);
    return known
        .flatMap(set -> good.find(hash, set, clock.instant()))
        .<Verdict>map(Verdict.Good::new)
        .orElseGet(() -> check(token, hash, known));
  }

  private Verdict check(String token, ByteBuffer hash, Optional<JWKSet> known) {
    SignedJWT signed;
    try {
      signed = SignedJWT.parse(token);
    } catch (ParseException | IllegalArgumentException e) {
      return new Verdict.Refused("the token is not a signed JWT");
    }
    if (!ALGORITHMS.contains(signed.getHeader().getAlgorithm())) {
      return new Verdict.Refused("tokens must be signed by an asymmetric algorithm");
    }
    if (known.isEmpty()) {
      keys.renew();
      return new Verdict.NotNow("the identity provider's keys are not there");
    }
    String kid = signed.getHeader().getKeyID();
    if (kid != null && known.get().getKeyByKeyId(kid) == null) {
      return keys.renew()
          ? new Verdict.NotNow("the token's key is being looked for")
          : new Verdict.Refused("the token is signed with a key that is not known");
    }
    return verify(signed, hash, known.get());
  }

  private Verdict verify(SignedJWT signed, ByteBuffer hash, JWKSet known) {
    DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
    processor.setJWSTypeVerifier(
        new DefaultJOSEObjectTypeVerifier<>(
            JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
    processor.setJWSKeySelector(
        new JWSVerificationKeySelector<>(ALGORITHMS, new ImmutableJWKSet<>(known)));
    processor.setJWTClaimsSetVerifier(new InForce(config, clock));
    try {
      JWTClaimsSet claims = processor.process(signed, null);
      Verdict verdict = identity(claims);
      if (verdict instanceof Verdict.Good(Identity identity)) {
        Instant end = claims.getExpirationTime().toInstant().plusSeconds(SKEW_SECONDS);
        good.keep(hash, known, identity, end, clock.instant());
      }
      return verdict;
    } catch (ExpiredJWTException e) {
      return new Verdict.Refused("the token has expired");
    } catch (BadJWTException e) {
      return new Verdict.Refused(
          "the token's claims do not fit: not yet in force, of another"
              + " issuer, for another audience, or without sub or exp");
    } catch (BadJOSEException e) {
      return new Verdict.Refused("the token's signature is not good");
    } catch (JOSEException | ParseException e) {
      return new Verdict.Refused("the token cannot be checked");
    }
  }

  private Verdict identity(JWTClaimsSet claims) throws ParseException {
    OidcConfig.Claims names = config.claims();
    String tenant = claims.getStringClaim(names.tenant());
    if (tenant == null || !NAME.matcher(tenant).matches()) {
      return new Verdict.Refused("the token has no tenant in its claim " + names.tenant());
    }
    String team = names.team().isEmpty() ? null : claims.getStringClaim(names.team().get());
    if (team != null && !NAME.matcher(team).matches()) {
      return new Verdict.Refused("the token has no team in its claim " + names.team().get());
    }
    List<String> models = List.of();
    if (names.models().isPresent()) {
      models = models(claims, names.models().get());
      if (models.isEmpty() || models.size() > MAX_MODELS) {
        return new Verdict.Refused("the token has no models in its claim " + names.models().get());
      }
    }
    String subject = claims.getSubject();
    if (subject == null || subject.isEmpty()) {
      return new Verdict.Refused("the token has no subject");
    }
    return new Verdict.Good(
        new Identity("jwt:" + hash(subject), tenant, team == null ? "" : team, models));
  }

  /** A list, or names with blanks between them. */
  private static List<String> models(JWTClaimsSet claims, String name) throws ParseException {
    @Nullable Object value = claims.getClaim(name);
    if (value == null) {
      return List.of();
    }
    return value instanceof String text
        ? List.of(text.strip().split(" +"))
        : List.copyOf(claims.getStringListClaim(name));
  }

  private static String hash(String subject) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      byte[] digest = sha.digest(subject.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, ID_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }

  /** iss, aud, exp and nbf, by our clock. */
  private static final class InForce extends DefaultJWTClaimsVerifier<SecurityContext> {
    private final Clock clock;

    InForce(OidcConfig config, Clock clock) {
      super(
          Set.of(config.audience()),
          new JWTClaimsSet.Builder().issuer(config.issuer()).build(),
          Set.of("sub", "exp"),
          Set.of());
      this.clock = clock;
      setMaxClockSkew(SKEW_SECONDS);
    }

    @Override
    protected Date currentTime() {
      return Date.from(clock.instant());
    }
  }

  @Override
  public void close() {
    keys.close();
  }
}
