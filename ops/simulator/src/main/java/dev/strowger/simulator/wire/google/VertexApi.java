package dev.strowger.simulator.wire.google;

import dev.strowger.simulator.wire.Api;
import dev.strowger.simulator.wire.ErrorShape;
import dev.strowger.simulator.wire.Format;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Vertex AI: {@code /v1/projects/<p>/locations/<l>/publishers/<who>/models/<model>:<verb>}, for
 * Gemini, Claude and text embeddings. Source: the Vertex AI reference, "Text embeddings API" and
 * "Claude models".
 */
public record VertexApi() implements Api {
  private static final Pattern PATH =
      Pattern.compile(
          "/v1(?:beta1)?/projects/[^/]+/locations/[^/]+/publishers/(google|anthropic)"
              + "/models/([^/:]+)(?::|%3A)([\\w-]+)");

  @Override
  public String basePath() {
    return "/v1/projects/simulated/locations/global";
  }

  @Override
  public @Nullable Format format(String path, String query) {
    Matcher parts = PATH.matcher(path);
    if (!parts.matches()) {
      return null;
    }
    String model = String.valueOf(parts.group(2)).replace("%40", "@");
    String verb = String.valueOf(parts.group(3));
    if ("anthropic".equals(parts.group(1))) {
      return claude(model, verb);
    }
    return verb.equals("predict") ? new VertexEmbed(model) : GeminiApi.format(model, verb, query);
  }

  private static @Nullable Format claude(String model, String verb) {
    if (model.equals("count-tokens")) {
      return verb.equals("rawPredict") ? new VertexClaude.TokenCount() : null;
    }
    return switch (verb) {
      case "rawPredict" -> new VertexClaude(model, false);
      case "streamRawPredict" -> new VertexClaude(model, true);
      default -> null;
    };
  }

  @Override
  public @Nullable String listing(String path) {
    return null;
  }

  @Override
  public ErrorShape errors() {
    return new GoogleErrors();
  }
}
