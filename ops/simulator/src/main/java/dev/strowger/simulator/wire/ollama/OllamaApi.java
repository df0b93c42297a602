package dev.strowger.simulator.wire.ollama;

import dev.strowger.simulator.wire.Api;
import dev.strowger.simulator.wire.ErrorShape;
import dev.strowger.simulator.wire.Format;
import dev.strowger.simulator.wire.Listing;
import dev.strowger.simulator.wire.openai.OpenAiChat;
import dev.strowger.simulator.wire.openai.OpenAiCompletions;
import dev.strowger.simulator.wire.openai.OpenAiEmbeddings;
import dev.strowger.simulator.wire.openai.OpenAiErrors;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Ollama: its own API under {@code /api}, and the one it shares with OpenAI under {@code /v1}.
 * Source: Ollama's API document.
 */
public record OllamaApi() implements Api {
  private static final List<String> MODELS = List.of("llama-3.1");
  private static final int USUAL_DIMENSIONS = 768;

  @Override
  public String basePath() {
    return "";
  }

  @Override
  public @Nullable Format format(String path, String query) {
    return switch (path) {
      case "/api/chat" -> new OllamaChat();
      case "/api/embed" -> new OllamaEmbed();
      case "/v1/chat/completions" -> new OpenAiChat(true);
      case "/v1/completions" -> new OpenAiCompletions();
      case "/v1/embeddings" ->
          new OpenAiEmbeddings("dimensions", USUAL_DIMENSIONS, new OpenAiErrors());
      default -> null;
    };
  }

  @Override
  public @Nullable String listing(String path) {
    return switch (path) {
      case "/v1/models" -> Listing.openAi(MODELS);
      case "/api/version" -> "{\"version\":\"0.0.0-simulated\"}";
      case "/api/tags" ->
          Listing.of(
              "{\"models\":[",
              "{\"name\":\"%1$s\",\"model\":\"%1$s\","
                  + "\"modified_at\":\"2025-01-01T00:00:00Z\",\"size\":0}",
              "]}",
              MODELS);
      default -> null;
    };
  }

  @Override
  public ErrorShape errors() {
    return new OpenAiErrors();
  }
}
