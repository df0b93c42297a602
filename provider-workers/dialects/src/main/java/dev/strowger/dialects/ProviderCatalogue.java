package dev.strowger.dialects;

import dev.strowger.manifest.Manifest;
import dev.strowger.manifest.Problem;
import dev.strowger.manifest.Section;
import java.net.URI;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

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
 *     auth: key                       # key (default), none, aws or google
 *     region: eu-central-1            # with auth aws
 *     credentials_env: GOOGLE_APPLICATION_CREDENTIALS   # with auth google
 *     capabilities: [stream, tools, vision]
 *     unsupported: [logit_bias, n]    # parameters of OpenAI's chat API it does not take
 *     jurisdictions: [EU, US]
 *     options: {api_version: "2024-10-21"}              # of the dialect
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
          "quirks",
          "auth",
          "region",
          "credentials_env",
          "capabilities",
          "unsupported",
          "jurisdictions",
          "options");

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
            texts(entry, "headers", key -> key.toLowerCase(Locale.ROOT)),
            quirks(entry),
            new Provider.Traits(
                capabilities(entry),
                Set.copyOf(entry.strings("unsupported")),
                Set.copyOf(entry.strings("jurisdictions")),
                texts(entry, "options", key -> key))));
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
    return switch (entry.string("auth").orElse(env.isPresent() ? "key" : "none")) {
      case "none" -> new Provider.Authentication.None();
      case "key" -> key(entry, family);
      case "aws" ->
          new Provider.Authentication.Aws(
              entry.requiredString("region", "an AWS region, e.g. eu-central-1"), "bedrock");
      case "google" ->
          new Provider.Authentication.Google(
              entry.string("credentials_env").orElse("GOOGLE_APPLICATION_CREDENTIALS"));
      default -> {
        entry.problem("auth", "expected key, none, aws or google");
        yield new Provider.Authentication.None();
      }
    };
  }

  private static Provider.Authentication key(Section entry, Dialects.Family family) {
    Provider.Authentication.Header usual =
        usual(family, entry.requiredString("api_key_env", "the variable that holds the key"));
    Optional<String> header = entry.string("auth_header").map(h -> h.toLowerCase(Locale.ROOT));
    Optional<String> prefix = entry.string("auth_prefix");
    return new Provider.Authentication.Header(
        header.orElse(usual.header()), prefix.orElse(usual.prefix()), usual.keyEnv());
  }

  /** How the key travels where the entry does not say. */
  private static Provider.Authentication.Header usual(Dialects.Family family, String keyEnv) {
    return switch (family) {
      case OPENAI, COHERE_V2, MISTRAL, OLLAMA, VERTEX, BEDROCK_CONVERSE ->
          new Provider.Authentication.Header("authorization", "Bearer ", keyEnv);
      case AZURE_OPENAI -> new Provider.Authentication.Header("api-key", "", keyEnv);
      case GEMINI -> new Provider.Authentication.Header("x-goog-api-key", "", keyEnv);
      case ANTHROPIC -> new Provider.Authentication.Header("x-api-key", "", keyEnv);
    };
  }

  private static Map<String, String> texts(
      Section entry, String field, UnaryOperator<String> name) {
    Map<String, String> texts = new HashMap<>();
    entry
        .section(field)
        .ifPresent(
            section ->
                section
                    .keys()
                    .forEach(
                        key -> texts.put(name.apply(key), section.requiredString(key, "a text"))));
    return texts;
  }

  private static Set<Provider.Capability> capabilities(Section entry) {
    return constants(entry, "capabilities", "capability", Provider.Capability.class);
  }

  private static Set<Provider.Quirk> quirks(Section entry) {
    return constants(entry, "quirks", "quirk", Provider.Quirk.class);
  }

  private static <E extends Enum<E>> Set<E> constants(
      Section entry, String field, String what, Class<E> type) {
    Set<E> constants = EnumSet.noneOf(type);
    for (String text : entry.strings(field)) {
      try {
        constants.add(Enum.valueOf(type, text.toUpperCase(Locale.ROOT).replace('-', '_')));
      } catch (IllegalArgumentException e) {
        entry.problem(field, "unknown " + what + " " + text + "; expected one of " + known(type));
      }
    }
    return constants;
  }

  private static String labels() {
    return known(Dialects.Family.class);
  }

  private static <E extends Enum<E>> String known(Class<E> type) {
    return Arrays.stream(type.getEnumConstants())
        .map(constant -> constant.name().toLowerCase(Locale.ROOT).replace('_', '-'))
        .collect(Collectors.joining(", "));
  }
}
