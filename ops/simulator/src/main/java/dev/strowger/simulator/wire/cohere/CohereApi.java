package dev.strowger.simulator.wire.cohere;

import dev.strowger.simulator.wire.Api;
import dev.strowger.simulator.wire.ErrorShape;
import dev.strowger.simulator.wire.Format;
import dev.strowger.simulator.wire.Listing;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cohere's second API: chat and embeddings. Source: Cohere's API reference, "Chat" (v2), "Embed"
 * (v2), and its page on streaming.
 */
public record CohereApi() implements Api {
  @Override
  public String basePath() {
    return "";
  }

  @Override
  public @Nullable Format format(String path, String query) {
    return switch (path) {
      case "/v2/chat" -> new CohereChat();
      case "/v2/embed" -> new CohereEmbed();
      default -> null;
    };
  }

  @Override
  public @Nullable String listing(String path) {
    return path.equals("/v1/models")
        ? Listing.of(
            "{\"models\":[",
            "{\"name\":\"%1$s\",\"endpoints\":[\"chat\"]}",
            "]}",
            List.of("command-a-03-2025", "command-r7b-12-2024"))
        : null;
  }

  @Override
  public ErrorShape errors() {
    return new CohereErrors();
  }
}
