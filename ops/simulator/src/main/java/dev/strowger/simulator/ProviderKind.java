package dev.strowger.simulator;

import dev.strowger.simulator.wire.Api;
import dev.strowger.simulator.wire.anthropic.AnthropicApi;
import dev.strowger.simulator.wire.azure.AzureApi;
import dev.strowger.simulator.wire.bedrock.BedrockApi;
import dev.strowger.simulator.wire.cohere.CohereApi;
import dev.strowger.simulator.wire.google.GeminiApi;
import dev.strowger.simulator.wire.google.VertexApi;
import dev.strowger.simulator.wire.mistral.MistralApi;
import dev.strowger.simulator.wire.ollama.OllamaApi;
import dev.strowger.simulator.wire.openai.OpenAiApi;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Which provider's API is played. */
public enum ProviderKind {
  OPENAI(new OpenAiApi()),
  AZURE_OPENAI(new AzureApi()),
  ANTHROPIC(new AnthropicApi()),
  BEDROCK_CONVERSE(new BedrockApi()),
  GEMINI(new GeminiApi()),
  VERTEX(new VertexApi()),
  COHERE_V2(new CohereApi()),
  MISTRAL(new MistralApi()),
  OLLAMA(new OllamaApi());

  // Records without members; Error Prone cannot see that through the interface.
  @SuppressWarnings("ImmutableEnumChecker")
  private final Api api;

  ProviderKind(Api api) {
    this.api = api;
  }

  Api api() {
    return api;
  }

  /** As settings and the control port name it, e.g. {@code azure-openai}. */
  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * @throws IllegalArgumentException when no kind has this label
   */
  static ProviderKind of(String label) {
    return valueOf(label.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  static String labels() {
    return Arrays.stream(values()).map(ProviderKind::label).collect(Collectors.joining(", "));
  }
}
