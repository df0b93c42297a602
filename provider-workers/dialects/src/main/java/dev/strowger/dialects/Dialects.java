package dev.strowger.dialects;

import dev.strowger.dialects.anthropic.AnthropicDialect;
import dev.strowger.dialects.azure.AzureOpenAiDialect;
import dev.strowger.dialects.bedrock.BedrockWire;
import dev.strowger.dialects.cohere.CohereWire;
import dev.strowger.dialects.gemini.GeminiWire;
import dev.strowger.dialects.mistral.MistralWire;
import dev.strowger.dialects.ollama.OllamaWire;
import dev.strowger.dialects.openai.OpenAiDialect;
import dev.strowger.dialects.wire.Translation;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The families of wire formats that are spoken here. */
public final class Dialects {
  /** A family, named in providers.yaml by {@link #label}. */
  public enum Family {
    OPENAI,
    AZURE_OPENAI,
    ANTHROPIC,
    BEDROCK_CONVERSE,
    GEMINI,
    VERTEX,
    COHERE_V2,
    MISTRAL,
    OLLAMA;

    public String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<Family> of(String label) {
      return Arrays.stream(values()).filter(f -> f.label().equals(label)).findFirst();
    }
  }

  private Dialects() {}

  /** The dialect that speaks a family's wire format. */
  public static Dialect of(Family family) {
    return switch (family) {
      case OPENAI -> new OpenAiDialect();
      case AZURE_OPENAI -> new AzureOpenAiDialect();
      case ANTHROPIC -> new AnthropicDialect();
      case BEDROCK_CONVERSE -> new Translation(family, new BedrockWire());
      case GEMINI, VERTEX -> new Translation(family, new GeminiWire());
      case COHERE_V2 -> new Translation(family, new CohereWire());
      case MISTRAL -> new Translation(family, new MistralWire());
      case OLLAMA -> new Translation(family, new OllamaWire());
    };
  }
}
