package dev.strowger.dialects;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.dialects.Dialect.Encoding;
import dev.strowger.dialects.Provider.Authentication;
import dev.strowger.dialects.ProviderCatalogue.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The catalogue that is shipped to copy entries from. */
class ShippedCatalogueTest {
  private static final Path CATALOGUE = Path.of("../../compose/config/providers/catalogue.yaml");

  @Test
  void namesEveryProviderAndHasNoProblems() throws IOException {
    assertThat(providers().keySet())
        .containsExactly(
            "openai",
            "groq",
            "together",
            "fireworks",
            "deepinfra",
            "cerebras",
            "sambanova",
            "xai",
            "deepseek",
            "moonshot",
            "qwen",
            "zai",
            "perplexity",
            "openrouter",
            "nvidia-nim",
            "nebius",
            "ovhcloud",
            "scaleway",
            "vllm",
            "sglang",
            "azure-openai",
            "anthropic",
            "anthropic-vertex",
            "bedrock",
            "gemini",
            "vertex",
            "cohere",
            "mistral",
            "ollama")
        .hasSize(29);
  }

  @Test
  void servesEveryFamily() throws IOException {
    assertThat(providers().values().stream().map(Provider::dialect).collect(Collectors.toSet()))
        .containsExactlyInAnyOrder(Dialects.Family.values());
  }

  @Test
  void saysOfEveryProviderWhatItCanDoAndWhere() throws IOException {
    assertThat(providers().values())
        .allSatisfy(
            provider -> {
              assertThat(provider.traits().capabilities()).contains(Provider.Capability.STREAM);
              assertThat(provider.traits().jurisdictions()).isNotEmpty();
            });
  }

  @Test
  void sendsNoKeyInTheClear() throws IOException {
    assertThat(providers().values())
        .allSatisfy(
            provider -> {
              boolean keyless = provider.authentication() instanceof Authentication.None;
              boolean local = provider.traits().jurisdictions().contains("LOCAL");
              assertThat(keyless).as(provider.name()).isEqualTo(local);
              assertThat(provider.baseUrl().getScheme()).isEqualTo(local ? "http" : "https");
            });
  }

  @Test
  void keepsWhatAProviderCannotDoFromIt() throws IOException {
    Provider cerebras = Objects.requireNonNull(providers().get("cerebras"));
    String body = "{\"model\":\"x\",\"messages\":[],\"frequency_penalty\":1}";

    assertThat(Dialects.of(cerebras.dialect()).encode(Calls.sync("m", body), cerebras))
        .isInstanceOfSatisfying(
            Encoding.Unsendable.class,
            refused -> {
              assertThat(refused.fault().kind()).isEqualTo(FailureKind.UNSUPPORTED);
              assertThat(refused.fault().param()).hasValue("frequency_penalty");
            });
  }

  @Test
  void aNewProviderTakesOneEntryAndNoCode() {
    Provider brandNew =
        accepted(
                """
                providers:
                  - name: brand-new
                    dialect: openai
                    base_url: https://llm.example/api/v2
                    api_key_env: BRAND_NEW_KEY
                    auth_header: x-key
                    auth_prefix: ""
                    headers: {x-project: p}
                    quirks: [max-tokens, tool-choice-any]
                    unsupported: [seed]
                    capabilities: [stream, tools]
                    jurisdictions: [CH]
                """)
            .values()
            .iterator()
            .next();
    Dialect.Call call =
        Calls.sync(
            "nova-1",
            "{\"model\":\"x\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}],"
                + "\"max_completion_tokens\":9,\"tool_choice\":\"required\",\"tools\":[{}]}");
    Dialect dialect = Dialects.of(brandNew.dialect());

    assertThat(dialect.encode(call, brandNew))
        .isInstanceOfSatisfying(
            Encoding.Sendable.class,
            sendable -> {
              assertThat(sendable.request().uri())
                  .hasToString("https://llm.example/api/v2/chat/completions");
              assertThat(sendable.request().headers()).containsEntry("x-project", "p");
              assertThat(new String(sendable.request().body(), UTF_8))
                  .isEqualTo(
                      "{\"model\":\"nova-1\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}],"
                          + "\"max_tokens\":9,\"tool_choice\":\"any\",\"tools\":[{}]}");
            });
    assertThat(
            dialect.decode(
                Calls.response(
                    200,
                    "{\"choices\":[{\"message\":{\"content\":\"a\"},\"finish_reason\":\"stop\"}]}"),
                call,
                brandNew))
        .isInstanceOf(Dialect.Decoding.Answered.class);
  }

  private static Map<String, Provider> providers() throws IOException {
    return accepted(Files.readString(CATALOGUE));
  }

  private static Map<String, Provider> accepted(String yaml) {
    return switch (ProviderCatalogue.read("catalogue.yaml", yaml)) {
      case Reading.Accepted(Map<String, Provider> providers) -> providers;
      case Reading.Rejected(var problems) -> throw new AssertionError(problems);
    };
  }
}
