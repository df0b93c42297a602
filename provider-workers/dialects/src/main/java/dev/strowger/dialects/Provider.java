package dev.strowger.dialects;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One entry of providers.yaml: a provider as data.
 *
 * @param name as routes name it; also the name of its pool
 * @param dialect the family it speaks
 * @param baseUrl what the dialect's paths are added to, e.g. {@code https://api.openai.com/v1}
 * @param baseUrlEnv an environment variable that overrides the base URL where it is set
 * @param authentication how its key travels
 * @param headers sent with every call
 * @param quirks where it differs from its family
 */
public record Provider(
    String name,
    Dialects.Family dialect,
    URI baseUrl,
    Optional<String> baseUrlEnv,
    Authentication authentication,
    Map<String, String> headers,
    Set<Quirk> quirks) {
  public Provider {
    headers = Map.copyOf(headers);
    quirks = Set.copyOf(quirks);
  }

  /** How a provider's key travels. */
  public sealed interface Authentication {
    /** No key at all, e.g. a local server. */
    record None() implements Authentication {}

    /**
     * The key in a header.
     *
     * @param header e.g. {@code authorization}
     * @param prefix before the key, e.g. {@code "Bearer "}; may be empty
     * @param keyEnv the environment variable that holds the key
     */
    record Header(String header, String prefix, String keyEnv) implements Authentication {}
  }

  /** Where a provider differs from its family. */
  public enum Quirk {
    /** Wants {@code max_tokens}, does not know {@code max_completion_tokens}. */
    MAX_TOKENS,
    /** Does not know {@code stream_options}. */
    NO_STREAM_OPTIONS
  }

  /** The environment variable of the key, if it needs one. */
  public Optional<String> keyEnv() {
    return switch (authentication) {
      case Authentication.None() -> Optional.empty();
      case Authentication.Header(var header, var prefix, var keyEnv) -> Optional.of(keyEnv);
    };
  }

  /** A path under the base URL, in front of the base URL's query if it has one. */
  public URI resolve(String path) {
    String base = baseUrl.toString();
    int query = base.indexOf('?');
    return URI.create(
        query < 0 ? base + path : base.substring(0, query) + path + base.substring(query));
  }

  /** The same provider at another place, e.g. a simulator. */
  public Provider at(URI otherBaseUrl) {
    return new Provider(name, dialect, otherBaseUrl, baseUrlEnv, authentication, headers, quirks);
  }
}
