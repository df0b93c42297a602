package dev.strowger.simulator.wire.azure;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.simulator.wire.Api;
import dev.strowger.simulator.wire.DirectFormat;
import dev.strowger.simulator.wire.ErrorShape;
import dev.strowger.simulator.wire.ErrorShape.Failure;
import dev.strowger.simulator.wire.Format;
import dev.strowger.simulator.wire.Json;
import dev.strowger.simulator.wire.Listing;
import dev.strowger.simulator.wire.Written;
import dev.strowger.simulator.wire.openai.OpenAiEmbeddings;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Azure OpenAI: {@code /openai/deployments/<name>/…?api-version=…}, and {@code /openai/v1/…} with
 * the deployment in the body. As the real one, it has nothing to say without an api-version.
 * Source: Azure OpenAI's REST API reference and its page "Content filtering".
 */
public record AzureApi() implements Api {
  private static final Pattern PATH =
      Pattern.compile(
          "/openai/(?:deployments/([^/]+)|v1)/(chat/completions|completions|embeddings)");
  private static final int USUAL_DIMENSIONS = 1_536;

  @Override
  public String basePath() {
    return "";
  }

  @Override
  public @Nullable Format format(String path, String query) {
    Matcher parts = PATH.matcher(path);
    if (!parts.matches()) {
      return null;
    }
    @Nullable String deployment = parts.group(1);
    if (deployment != null && !query.contains("api-version=")) {
      return null;
    }
    return switch (parts.group(2)) {
      case "embeddings" -> new Embeddings(deployment);
      case "completions" -> new AzureCompletions(deployment);
      default -> new AzureChat(deployment);
    };
  }

  @Override
  public @Nullable String listing(String path) {
    return path.equals("/openai/models") || path.equals("/openai/v1/models")
        ? Listing.openAi(List.of("gpt-4o-mini", "gpt-4o"))
        : null;
  }

  @Override
  public ErrorShape errors() {
    return AzureApi::nothingThere;
  }

  private static Written nothingThere(Failure failure) {
    return failure.with(
        """
        {"error":{"code":"%s","message":%s}}"""
            .formatted(failure.status(), Json.quoted(failure.message())));
  }

  /** The body with its deployment as the model. */
  static JsonNode named(JsonNode body, @Nullable String deployment) {
    return deployment == null
        ? body
        : Json.with(body, "model", Json.MAPPER.getNodeFactory().textNode(deployment));
  }

  private record Embeddings(@Nullable String deployment) implements DirectFormat {
    @Override
    public Written answer(JsonNode body) {
      return new OpenAiEmbeddings("dimensions", USUAL_DIMENSIONS, errors())
          .answer(named(body, deployment));
    }

    @Override
    public ErrorShape errors() {
      return new AzureErrors();
    }
  }
}
