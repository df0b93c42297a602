package dev.strowger.simulator.wire.openai;

import dev.strowger.simulator.wire.Api;
import dev.strowger.simulator.wire.ErrorShape;
import dev.strowger.simulator.wire.Format;
import dev.strowger.simulator.wire.Listing;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * OpenAI: chat completions, completions, embeddings. Source: OpenAI's API reference, "Chat",
 * "Completions", "Embeddings".
 */
public record OpenAiApi() implements Api {
  private static final int USUAL_DIMENSIONS = 1_536;

  @Override
  public String basePath() {
    return "/v1";
  }

  @Override
  public @Nullable Format format(String path, String query) {
    return switch (path) {
      case "/v1/chat/completions" -> new OpenAiChat(false);
      case "/v1/completions" -> new OpenAiCompletions();
      case "/v1/embeddings" ->
          new OpenAiEmbeddings("dimensions", USUAL_DIMENSIONS, new OpenAiErrors());
      default -> null;
    };
  }

  @Override
  public @Nullable String listing(String path) {
    return path.equals("/v1/models") ? Listing.openAi(List.of("gpt-4o-mini", "gpt-4o")) : null;
  }

  @Override
  public ErrorShape errors() {
    return new OpenAiErrors();
  }
}
