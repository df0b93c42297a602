package dev.strowger.simulator.wire.mistral;

import dev.strowger.simulator.wire.Api;
import dev.strowger.simulator.wire.ErrorShape;
import dev.strowger.simulator.wire.Format;
import dev.strowger.simulator.wire.Listing;
import dev.strowger.simulator.wire.openai.OpenAiEmbeddings;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Mistral: chat completions and embeddings. Source: Mistral's API reference, "Chat", "Embeddings",
 * and its page "Reasoning".
 */
public record MistralApi() implements Api {
  private static final int USUAL_DIMENSIONS = 1_024;

  @Override
  public String basePath() {
    return "/v1";
  }

  @Override
  public @Nullable Format format(String path, String query) {
    return switch (path) {
      case "/v1/chat/completions" -> new MistralChat();
      case "/v1/embeddings" ->
          new OpenAiEmbeddings("output_dimension", USUAL_DIMENSIONS, new MistralErrors());
      default -> null;
    };
  }

  @Override
  public @Nullable String listing(String path) {
    return path.equals("/v1/models")
        ? Listing.openAi(List.of("mistral-small-latest", "magistral-medium-latest"))
        : null;
  }

  @Override
  public ErrorShape errors() {
    return new MistralErrors();
  }
}
