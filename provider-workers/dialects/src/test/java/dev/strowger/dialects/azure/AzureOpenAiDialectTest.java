package dev.strowger.dialects.azure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.dialects.Api;
import dev.strowger.dialects.Calls;
import dev.strowger.dialects.Dialect.Call;
import dev.strowger.dialects.Dialect.Decoding;
import dev.strowger.dialects.Dialect.Encoding;
import dev.strowger.dialects.Dialect.Response;
import dev.strowger.dialects.Dialects.Family;
import dev.strowger.dialects.FailureKind;
import dev.strowger.dialects.Provider;
import dev.strowger.dialects.Provider.Capability;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AzureOpenAiDialectTest {
  private final AzureOpenAiDialect dialect = new AzureOpenAiDialect();

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      textBlock =
          """
          CHAT_COMPLETIONS,gpt-4o,-,-,/openai/deployments/gpt-4o/chat/completions?api-version=2024-10-21
          COMPLETIONS,instruct,-,-,/openai/deployments/instruct/completions?api-version=2024-10-21
          EMBEDDINGS,embed,-,-,/openai/deployments/embed/embeddings?api-version=2024-10-21
          CHAT_COMPLETIONS,a b/c,api_version,2025-04-01-preview,/openai/deployments/a%20b%2Fc/chat/completions?api-version=2025-04-01-preview
          CHAT_COMPLETIONS,gpt-4o,api,v1,/openai/v1/chat/completions
          EMBEDDINGS,embed,api,v1,/openai/v1/embeddings
          """)
  void addressesTheDeploymentOrTheCommonPath(
      Api api, String model, @Nullable String option, @Nullable String value, String path) {
    Map<String, String> options =
        option == null || value == null ? Map.of() : Map.of(option, value);
    Call sync = Calls.sync(model, "{\"input\":\"a\",\"messages\":[]}");
    Call call =
        new Call(api, sync.requestId(), 0, model, "m", false, false, false, Map.of(), sync.body());

    assertThat(dialect.encode(call, provider(options)))
        .isInstanceOfSatisfying(
            Encoding.Sendable.class,
            sendable ->
                assertThat(sendable.request().uri())
                    .hasToString("https://provider.example/base" + path));
  }

  @Test
  void waitsAsLongAsAzureSays() {
    Response response =
        new Response(
            429,
            Map.of("retry-after-ms", "1500", "retry-after", "2"),
            "{\"error\":{\"code\":\"429\",\"message\":\"Please retry after 2 seconds.\"}}"
                .getBytes(StandardCharsets.UTF_8));

    assertThat(dialect.decode(response, Calls.sync("m", "{}"), provider(Map.of())))
        .isInstanceOfSatisfying(
            Decoding.Failed.class,
            failed -> {
              assertThat(failed.fault().kind()).isEqualTo(FailureKind.RATE_LIMITED);
              assertThat(failed.fault().retryAfter()).hasValue(Duration.ofMillis(1500));
            });
  }

  private static Provider provider(Map<String, String> options) {
    return Calls.provider(
        Family.AZURE_OPENAI,
        new Provider.Traits(
            Set.of(Capability.COMPLETIONS, Capability.EMBEDDINGS), Set.of(), Set.of(), options));
  }
}
