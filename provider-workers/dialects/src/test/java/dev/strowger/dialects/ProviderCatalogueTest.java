package dev.strowger.dialects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.dialects.Dialects.Family;
import dev.strowger.dialects.Provider.Authentication;
import dev.strowger.dialects.Provider.Quirk;
import dev.strowger.dialects.ProviderCatalogue.Reading;
import dev.strowger.manifest.Problem;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ProviderCatalogueTest {
  @Test
  void readsProvidersWithTheDefaultsOfTheirDialect() {
    Map<String, Provider> providers =
        accepted(
            """
            providers:
              - name: openai
                dialect: openai
                base_url: https://api.openai.com/v1/
                base_url_env: OPENAI_BASE_URL
                api_key_env: OPENAI_API_KEY
              - name: anthropic
                dialect: anthropic
                base_url: https://api.anthropic.com
                api_key_env: ANTHROPIC_API_KEY
              - name: ollama
                dialect: openai
                base_url: http://127.0.0.1:11434/v1
                headers: {X-Team: ml}
                quirks: [max-tokens, no-stream-options]
              - name: gateway
                dialect: openai
                base_url: https://gw.example/v1?version=2
                api_key_env: GW_KEY
                auth_header: Api-Key
                auth_prefix: ""
            """);

    assertThat(providers.keySet()).containsExactly("openai", "anthropic", "ollama", "gateway");
    assertThat(providers.get("openai"))
        .isEqualTo(
            new Provider(
                "openai",
                Family.OPENAI,
                URI.create("https://api.openai.com/v1"),
                Optional.of("OPENAI_BASE_URL"),
                new Authentication.Header("authorization", "Bearer ", "OPENAI_API_KEY"),
                Map.of(),
                Set.of(),
                Provider.Traits.NONE));
    assertThat(provider(providers, "anthropic").authentication())
        .isEqualTo(new Authentication.Header("x-api-key", "", "ANTHROPIC_API_KEY"));
    assertThat(provider(providers, "anthropic").keyEnv()).hasValue("ANTHROPIC_API_KEY");
    Provider ollama = provider(providers, "ollama");
    assertThat(ollama.authentication()).isEqualTo(new Authentication.None());
    assertThat(ollama.keyEnv()).isEmpty();
    assertThat(ollama.headers()).isEqualTo(Map.of("x-team", "ml"));
    assertThat(ollama.quirks())
        .containsExactlyInAnyOrder(Quirk.MAX_TOKENS, Quirk.NO_STREAM_OPTIONS);
    Provider gateway = provider(providers, "gateway");
    assertThat(gateway.authentication())
        .isEqualTo(new Authentication.Header("api-key", "", "GW_KEY"));
    assertThat(gateway.resolve("/chat/completions"))
        .isEqualTo(URI.create("https://gw.example/v1/chat/completions?version=2"));
    assertThat(gateway.at(URI.create("http://127.0.0.1:1/v1")).resolve("/x"))
        .isEqualTo(URI.create("http://127.0.0.1:1/v1/x"));
  }

  record Wrong(String yaml, List<String> problems) {}

  static List<Wrong> wrong() {
    return List.of(
        new Wrong("{}", List.of("p.yaml:1:1 providers: missing; expected a list of providers")),
        new Wrong("providers: 5", List.of("p.yaml:1:12 providers: expected a list of mappings")),
        new Wrong(
            "providers:\n  - name: A_b\n    dialect: openai\n    base_url: http://x\n",
            List.of(
                "p.yaml:2:11 providers[0].name: expected lower-case letters, digits and dashes"
                    + " (it names a topic)")),
        new Wrong(
            "providers:\n  - name: a\n    dialect: morse\n    base_url: ftp://x\n    key: b\n",
            List.of(
                "p.yaml:3:14 providers[0].dialect: expected one of openai, azure-openai, anthropic,"
                    + " bedrock-converse, gemini, vertex, cohere-v2, mistral, ollama",
                "p.yaml:4:15 providers[0].base_url: expected an http or https URL without user,"
                    + " password or fragment",
                "p.yaml:5:10 providers[0].key: unknown key; expected one of api_key_env, auth,"
                    + " auth_header, auth_prefix, base_url, base_url_env, capabilities,"
                    + " credentials_env, dialect, headers, jurisdictions, name, options, quirks,"
                    + " region, unsupported")),
        new Wrong(
            "providers:\n  - name: a\n    dialect: openai\n    base_url: http://u:p@x\n",
            List.of(
                "p.yaml:4:15 providers[0].base_url: expected an http or https URL without user,"
                    + " password or fragment")),
        new Wrong(
            "providers:\n  - {name: a, dialect: openai, base_url: 'http://x', quirks: [odd]}\n",
            List.of(
                "p.yaml:2:62 providers[0].quirks: unknown quirk odd; expected one of max-tokens,"
                    + " no-stream-options, tool-choice-any, system-role, cache-marks,"
                    + " thoughts-back, extra-content, continue-final-message, partial-message,"
                    + " prefix-message, top-k, reasoning-apart, schema-as-object")),
        new Wrong(
            """
            providers:
              - {name: a, dialect: openai, base_url: 'http://x'}
              - {name: a, dialect: openai, base_url: 'http://y'}
            """,
            List.of("p.yaml:3:12 providers[1].name: a provider of this name stands above")),
        new Wrong(
            "providers:\n  - dialect: openai\n",
            List.of(
                "p.yaml:2:5 providers[0].name: missing; expected a provider's name",
                "p.yaml:2:5 providers[0].base_url: missing; expected an http or https URL")));
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void tellsEverythingThatIsWrongAndWhere(Wrong wrong) {
    assertThat(ProviderCatalogue.read("p.yaml", wrong.yaml))
        .isInstanceOfSatisfying(
            Reading.Rejected.class,
            rejected ->
                assertThat(rejected.problems())
                    .extracting(Problem::toString)
                    .isEqualTo(wrong.problems));
  }

  @ParameterizedTest
  @EnumSource
  void hasADialectForEveryFamily(Family family) {
    assertThat(Dialects.of(family).name()).isEqualTo(family.label());
    assertThat(Family.of(family.label())).hasValue(family);
  }

  private static Provider provider(Map<String, Provider> providers, String name) {
    return Objects.requireNonNull(providers.get(name));
  }

  private static Map<String, Provider> accepted(String yaml) {
    return switch (ProviderCatalogue.read("p.yaml", yaml)) {
      case Reading.Accepted(Map<String, Provider> providers) -> providers;
      case Reading.Rejected(var problems) -> throw new AssertionError(problems);
    };
  }
}
