package dev.strowger.simulator.wire.anthropic;

import dev.strowger.simulator.wire.Api;
import dev.strowger.simulator.wire.ErrorShape;
import dev.strowger.simulator.wire.Format;
import dev.strowger.simulator.wire.Listing;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Anthropic: messages and their count of tokens. Source: Anthropic's API reference, "Messages",
 * "Streaming messages", "Count message tokens", "Errors".
 */
public record AnthropicApi() implements Api {
  private static final List<String> MODELS = List.of("claude-haiku-4-5", "claude-sonnet-4-5");

  @Override
  public String basePath() {
    return "";
  }

  @Override
  public @Nullable Format format(String path, String query) {
    return switch (path) {
      case "/v1/messages" -> new AnthropicChat();
      case "/v1/messages/count_tokens" -> new AnthropicTokenCount();
      default -> null;
    };
  }

  @Override
  public @Nullable String listing(String path) {
    return path.equals("/v1/models")
        ? Listing.of(
            "{\"data\":[",
            "{\"type\":\"model\",\"id\":\"%1$s\",\"display_name\":\"%1$s\","
                + "\"created_at\":\"2025-01-01T00:00:00Z\"}",
            "],\"has_more\":false,\"first_id\":\""
                + MODELS.getFirst()
                + "\",\"last_id\":\""
                + MODELS.getLast()
                + "\"}",
            MODELS)
        : null;
  }

  @Override
  public ErrorShape errors() {
    return new AnthropicErrors();
  }
}
