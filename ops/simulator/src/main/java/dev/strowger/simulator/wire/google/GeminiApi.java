package dev.strowger.simulator.wire.google;

import dev.strowger.simulator.wire.Api;
import dev.strowger.simulator.wire.ErrorShape;
import dev.strowger.simulator.wire.Format;
import dev.strowger.simulator.wire.Listing;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Gemini in AI Studio: {@code /v1beta/models/<model>:<verb>}. Source: the Gemini API reference,
 * "Generating content", "Counting tokens", "Embeddings".
 */
public record GeminiApi() implements Api {
  private static final Pattern PATH =
      Pattern.compile("/v1(?:beta|alpha)?/models/([^/:]+)(?::|%3A)(\\w+)");

  @Override
  public String basePath() {
    return "/v1beta";
  }

  @Override
  public @Nullable Format format(String path, String query) {
    Matcher parts = PATH.matcher(path);
    if (!parts.matches()) {
      return null;
    }
    return format(String.valueOf(parts.group(1)), String.valueOf(parts.group(2)), query);
  }

  /** What Gemini's models do, here and on Vertex. */
  static @Nullable Format format(String model, String verb, String query) {
    return switch (verb) {
      case "generateContent" -> new GeminiChat(model, false, false);
      case "streamGenerateContent" -> new GeminiChat(model, true, query.contains("alt=sse"));
      case "countTokens" -> new GeminiTokenCount();
      case "embedContent" -> new GeminiEmbed(model, false);
      case "batchEmbedContents" -> new GeminiEmbed(model, true);
      default -> null;
    };
  }

  @Override
  public @Nullable String listing(String path) {
    return path.equals("/v1beta/models") || path.equals("/v1/models")
        ? Listing.of(
            "{\"models\":[",
            "{\"name\":\"models/%1$s\",\"displayName\":\"%1$s\",\"supportedGenerationMethods\":"
                + "[\"generateContent\",\"countTokens\"]}",
            "]}",
            List.of("gemini-2.5-flash", "gemini-2.5-pro"))
        : null;
  }

  @Override
  public ErrorShape errors() {
    return new GoogleErrors();
  }
}
