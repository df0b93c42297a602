package dev.strowger.ingress;

import dev.strowger.ingress.identity.Identity;
import dev.strowger.ingress.identity.Tokens;
import dev.strowger.records.CredentialRecord;
import io.vertx.core.http.HttpServerRequest;
import java.net.InetAddress;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Tells who asks: by a key, which is known by its SHA-256 only, or by a token of the identity
 * provider. Everything it looks at is in memory, so it may run on an event loop.
 */
final class Authenticator {
  private static final String SCHEME = "Bearer ";
  private static final int MAX_KEY_CHARS = 512;

  private final Clock clock;
  private final Tenants tenants;
  private final ClientAddress addresses;
  private final Optional<Tokens> tokens;

  /** As many as operators have issued; filled from the credentials topic. */
  private final Map<KeyHash, Credential> byHash = new ConcurrentHashMap<>();

  /** What became of a request's key. */
  sealed interface Verdict {
    record Known(Caller caller) implements Verdict {}

    record Refused(OpenAiError error) implements Verdict {}
  }

  Authenticator(Clock clock, Tenants tenants, ClientAddress addresses, Optional<Tokens> tokens) {
    this.clock = clock;
    this.tenants = tenants;
    this.addresses = addresses;
    this.tokens = tokens;
  }

  /** A change in the credentials topic; null deletes. */
  void changed(String keyHash, @Nullable CredentialRecord credential) {
    if (credential == null) {
      byHash.remove(KeyHash.ofHex(keyHash));
    } else {
      byHash.put(KeyHash.ofHex(keyHash), Credential.of(credential));
    }
  }

  /**
   * The key of a request: {@code Authorization: Bearer}, or {@code x-api-key} as Anthropic's SDKs
   * send it.
   */
  Verdict check(HttpServerRequest request) {
    String authorization = request.getHeader("authorization");
    String key = request.getHeader("x-api-key");
    return check(
        authorization == null && key != null ? SCHEME + key : authorization, addresses.of(request));
  }

  /**
   * @param address where the request comes from; empty if that cannot be said
   */
  Verdict check(@Nullable String authorization, Optional<InetAddress> address) {
    if (authorization == null
        || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return new Verdict.Refused(Refusals.noKey());
    }
    String key = authorization.substring(SCHEME.length()).strip();
    if (key.isEmpty()) {
      return new Verdict.Refused(Refusals.noKey());
    }
    if (tokens.isPresent() && Tokens.looksLikeOne(key)) {
      return token(tokens.get().check(key));
    }
    Credential credential = key.length() > MAX_KEY_CHARS ? null : byHash.get(KeyHash.of(key));
    return credential == null
        ? new Verdict.Refused(Refusals.wrongKey())
        : credential(credential, address);
  }

  private Verdict credential(Credential credential, Optional<InetAddress> address) {
    if (credential.revoked()) {
      return new Verdict.Refused(Refusals.revokedKey());
    }
    if (clock.millis() >= credential.expiresAtMs()) {
      return new Verdict.Refused(Refusals.expiredKey());
    }
    if (!credential.scope().mayComeFrom(address)) {
      return new Verdict.Refused(AccessRefusals.wrongAddress());
    }
    return tenants
        .refusal(credential.tenant(), credential.team())
        .<Verdict>map(Verdict.Refused::new)
        .orElseGet(
            () ->
                new Verdict.Known(
                    new Caller(
                        credential.id(),
                        credential.tenant(),
                        credential.team(),
                        credential.scope(),
                        tenants.limits(
                            credential.limits(), credential.tenant(), credential.team()))));
  }

  private Verdict token(Tokens.Verdict verdict) {
    return switch (verdict) {
      case Tokens.Verdict.Refused(String reason) ->
          new Verdict.Refused(AccessRefusals.wrongToken(reason));
      case Tokens.Verdict.NotNow(String reason) ->
          new Verdict.Refused(AccessRefusals.tokensUnavailable(reason));
      case Tokens.Verdict.Good(Identity identity) -> known(identity);
    };
  }

  private Verdict known(Identity identity) {
    if (!tenants.known(identity.tenant())) {
      return new Verdict.Refused(AccessRefusals.unknownTenant(identity.tenant()));
    }
    return tenants
        .refusal(identity.tenant(), identity.team())
        .<Verdict>map(Verdict.Refused::new)
        .orElseGet(
            () ->
                new Verdict.Known(
                    new Caller(
                        identity.credentialId(),
                        identity.tenant(),
                        identity.team(),
                        Scope.of(identity.models(), List.of(), List.of(), Map.of()),
                        tenants.limits(null, identity.tenant(), identity.team()))));
  }
}
