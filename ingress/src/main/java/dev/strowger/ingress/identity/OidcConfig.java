package dev.strowger.ingress.identity;

import dev.strowger.process.Settings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Whose tokens are taken.
 *
 * @param issuer as it stands in {@code iss}
 * @param audience that must stand in {@code aud}
 */
public record OidcConfig(
    String issuer, String audience, KeySource keys, Claims claims, Duration refresh) {
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  /** Where the issuer's public keys are. */
  public sealed interface KeySource {
    /** Where {@code <issuer>/.well-known/openid-configuration} says. */
    record Discovered(URI document) implements KeySource {}

    record Url(URI url) implements KeySource {}

    record File(Path path) implements KeySource {}
  }

  /**
   * Names of claims.
   *
   * @param team empty: tokens have no team
   * @param models empty: all models may be asked
   */
  public record Claims(String tenant, Optional<String> team, Optional<String> models) {}

  /** Empty if no issuer is set; problems are added to the settings'. */
  public static Optional<OidcConfig> from(Settings settings) {
    Optional<String> issuer = settings.optional("STROWGER_OIDC_ISSUER");
    if (issuer.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new OidcConfig(
            issuer.get(),
            settings.required(
                "STROWGER_OIDC_AUDIENCE", "the name by which tokens are meant for this gateway"),
            keys(settings, issuer.get()),
            new Claims(
                settings.string("STROWGER_OIDC_TENANT_CLAIM", "tenant"),
                settings.optional("STROWGER_OIDC_TEAM_CLAIM"),
                settings.optional("STROWGER_OIDC_MODELS_CLAIM")),
            refresh(settings)));
  }

  private static Duration refresh(Settings settings) {
    Duration refresh = settings.duration("STROWGER_OIDC_REFRESH", Duration.ofMinutes(5));
    if (refresh.toSeconds() < 1) {
      settings.problem("STROWGER_OIDC_REFRESH: expected a duration of at least 1s");
    }
    return refresh;
  }

  private static KeySource keys(Settings settings, String issuer) {
    String urlName = "STROWGER_OIDC_JWKS_URL";
    Optional<String> url = settings.optional(urlName);
    Optional<String> file = settings.optional("STROWGER_OIDC_JWKS_FILE");
    if (file.isPresent()) {
      if (url.isPresent()) {
        settings.problem("STROWGER_OIDC_JWKS_FILE and " + urlName + ": set one of them");
      }
      return new KeySource.File(settings.path("STROWGER_OIDC_JWKS_FILE", Path.of("")));
    }
    if (url.isPresent()) {
      return new KeySource.Url(sound(settings, urlName, url.get()));
    }
    String base = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
    return new KeySource.Discovered(
        sound(settings, "STROWGER_OIDC_ISSUER", base + "/.well-known/openid-configuration"));
  }

  private static URI sound(Settings settings, String name, String text) {
    try {
      URI url = URI.create(text);
      if (trustworthy(url)) {
        return url;
      }
    } catch (IllegalArgumentException e) {
      // Said below.
    }
    settings.problem(name + ": expected an https URL (http only of this machine)");
    return URI.create("https://invalid.invalid");
  }

  /** Keys that somebody on the way could exchange prove nothing. */
  static boolean trustworthy(URI url) {
    return url.getHost() != null
        && ("https".equalsIgnoreCase(url.getScheme())
            || ("http".equalsIgnoreCase(url.getScheme()) && LOOPBACK.contains(url.getHost())));
  }
}
