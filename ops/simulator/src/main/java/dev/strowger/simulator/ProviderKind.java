package dev.strowger.simulator;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which provider's API is played. */
public enum ProviderKind {
  OPENAI,
  ANTHROPIC,
  OLLAMA;

  /** What a client's base URL ends in. */
  String basePath() {
    return this == ANTHROPIC ? "" : "/v1";
  }

  /** The format of a path that answers questions, or null when it does not. */
  @Nullable WireFormat format(String path) {
    return switch (path) {
      case "/v1/chat/completions" -> this == ANTHROPIC ? null : new OpenAiFormat(this == OLLAMA);
      case "/v1/messages" -> this == ANTHROPIC ? new AnthropicFormat() : null;
      case "/api/chat" -> this == OLLAMA ? new OllamaFormat() : null;
      default -> null;
    };
  }

  private List<String> models() {
    return switch (this) {
      case OPENAI -> List.of("gpt-4o-mini", "gpt-4o");
      case ANTHROPIC -> List.of("claude-haiku-4-5", "claude-sonnet-4-5");
      case OLLAMA -> List.of("llama-3.1");
    };
  }

  /** The format of errors away from those paths. */
  WireFormat errors() {
    return this == ANTHROPIC ? new AnthropicFormat() : new OpenAiFormat(false);
  }

  /** The answer to a GET of this path, or null when there is none. */
  @org.jspecify.annotations.Nullable
  String listing(String path) {
    return switch (path) {
      case "/v1/models" -> this == ANTHROPIC ? anthropicModels() : openAiModels();
      case "/api/tags" -> this == OLLAMA ? ollamaModels() : null;
      case "/api/version" -> this == OLLAMA ? "{\"version\":\"0.0.0-simulated\"}" : null;
      default -> null;
    };
  }

  private String openAiModels() {
    return join(
        "{\"object\":\"list\",\"data\":[",
        "{\"id\":\"%s\",\"object\":\"model\",\"created\":1700000000,\"owned_by\":\"simulator\"}",
        "]}");
  }

  private String anthropicModels() {
    return join(
        "{\"data\":[",
        "{\"type\":\"model\",\"id\":\"%1$s\",\"display_name\":\"%1$s\","
            + "\"created_at\":\"2025-01-01T00:00:00Z\"}",
        "],\"has_more\":false,\"first_id\":\""
            + models().getFirst()
            + "\",\"last_id\":\""
            + models().getLast()
            + "\"}");
  }

  private String ollamaModels() {
    return join(
        "{\"models\":[",
        "{\"name\":\"%1$s\",\"model\":\"%1$s\",\"modified_at\":\"2025-01-01T00:00:00Z\",\"size\":0}",
        "]}");
  }

  private String join(String before, String model, String after) {
    return before
        + String.join(",", models().stream().map(name -> model.formatted(name)).toList())
        + after;
  }
}
