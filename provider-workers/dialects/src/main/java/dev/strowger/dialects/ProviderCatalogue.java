package dev.strowger.dialects;

import dev.strowger.manifest.Manifest;
import dev.strowger.manifest.Problem;
import dev.strowger.manifest.Section;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads providers.yaml:
 *
 * <pre>
 * providers:
 *   - name: openai
 *     dialect: openai
 *     base_url: https://api.openai.com/v1
 *     base_url_env: OPENAI_BASE_URL   # overrides base_url where it is set
 *     api_key_env: OPENAI_API_KEY     # none: no key is sent
 *     auth_header: authorization      # default by dialect
 *     auth_prefix: "Bearer "          # default by dialect
 *     headers: {x-team: ml}
 *     quirks: [max-tokens]
 * </pre>
 */
public final class ProviderCatalogue {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
  private static final Set<String> HTTP = Set.of("http", "https");
  private static final Set<String> KEYS =
      Set.of(
          "name",
          "dialect",
          "base_url",
          "base_url_env",
          "api_key_env",
          "auth_header",
          "auth_prefix",
          "headers",
          "quirks");

  private ProviderCatalogue() {}

  /** Every provider by name, or everything that is wrong. */
  public sealed interface Reading {
    record Accepted(Map<String, Provider> providers) implements Reading {}

    record Rejected(List<Problem> problems) implements Reading {}
  }

  /**
   * @param file name for messages
   * @param yaml the manifest
   */
  public static Reading read(String file, String yaml) {
    Manifest manifest = Manifest.parse(file, yaml);
    Section root = manifest.root().onlyKeys(Set.of("providers"));
    if (!root.has("providers")) {
      root.missing("providers", "a list of providers");
    }
    Map<String, Provider> providers = new LinkedHashMap<>();
    for (Section entry : root.sections("providers")) {
      provider(entry)
          .ifPresent(
              p -> {
                if (providers.putIfAbsent(p.name(), p) != null) {
                  entry.problem("name", "a provider of this name stands above");
                }
              });
    }
    return manifest.problems().isEmpty()
        ? new Reading.Accepted(providers)
        : new Reading.Rejected(manifest.problems());
  }

  private static Optional<Provider> provider(Section entry) {
    entry.onlyKeys(KEYS);
    String name = entry.requiredString("name", "a provider's name");
    if (!name.isEmpty() && !NAME.matcher(name).matches()) {
      entry.problem("name", "expected lower-case letters, digits and dashes (it names a topic)");
    }
    String dialect = entry.requiredString("dialect", "one of " + labels());
    Optional<Dialects.Family> family = Dialects.Family.of(dialect);
    if (family.isEmpty() && !dialect.isEmpty()) {
      entry.problem("dialect", "expected one of " + labels());
    }
    Optional<URI> baseUrl = baseUrl(entry);
    if (family.isEmpty() || baseUrl.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Provider(
            name,
            family.get(),
            baseUrl.get(),
            entry.string("base_url_env"),
            authentication(entry, family.get()),
            headers(entry),
            quirks(entry)));
  }

  private static Optional<URI> baseUrl(Section entry) {
    String text = entry.requiredString("base_url", "an http or https URL");
    try {
      URI uri = URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
      boolean plain = uri.getRawUserInfo() == null && uri.getRawFragment() == null;
      if (uri.getHost() != null && plain && HTTP.contains(uri.getScheme())) {
        return Optional.of(uri);
      }
    } catch (IllegalArgumentException e) {
      // Reported below.
    }
    if (!text.isEmpty()) {
      entry.problem("base_url", "expected an http or https URL without user, password or fragment");
    }
    return Optional.empty();
  }

  private static Provider.Authentication authentication(Section entry, Dialects.Family family) {
    Optional<String> env = entry.string("api_key_env");
    Optional<String> header = entry.string("auth_header").map(h -> h.toLowerCase(Locale.ROOT));
    Optional<String> prefix = entry.string("auth_prefix");
    if (env.isEmpty()) {
      return new Provider.Authentication.None();
    }
    Provider.Authentication.Header usual = usual(family, env.get());
    return new Provider.Authentication.Header(
        header.orElse(usual.header()), prefix.orElse(usual.prefix()), env.get());
  }

  /** How the key travels where the entry does not say. */
  private static Provider.Authentication.Header usual(Dialects.Family family, String keyEnv) {
    return switch (family) {
      case OPENAI -> new Provider.Authentication.Header("authorization", "Bearer ", keyEnv);
      case ANTHROPIC -> new Provider.Authentication.Header("x-api-key", "", keyEnv);
    };
  }

  private static Map<String, String> headers(Section entry) {
    Map<String, String> headers = new HashMap<>();
    entry
        .section("headers")
        .ifPresent(
            section ->
                section
                    .keys()
                    .forEach(
                        key ->
                            headers.put(
                                key.toLowerCase(Locale.ROOT),
                                section.requiredString(key, "a header's value"))));
    return headers;
  }

  private static Set<Provider.Quirk> quirks(Section entry) {
    Set<Provider.Quirk> quirks = new HashSet<>();
    for (String text : entry.strings("quirks")) {
      try {
        quirks.add(Provider.Quirk.valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_')));
      } catch (IllegalArgumentException e) {
        entry.problem("quirks", "unknown quirk " + text + "; expected one of " + known());
      }
    }
    return quirks;
  }

  private static String labels() {
    List<String> labels = new ArrayList<>();
    for (Dialects.Family family : Dialects.Family.values()) {
      labels.add(family.label());
    }
    return String.join(", ", labels);
  }

  private static String known() {
    List<String> names = new ArrayList<>();
    for (Provider.Quirk quirk : Provider.Quirk.values()) {
      names.add(quirk.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }
    return String.join(", ", names);
  }
}
