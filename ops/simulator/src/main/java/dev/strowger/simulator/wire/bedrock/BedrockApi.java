package dev.strowger.simulator.wire.bedrock;

import dev.strowger.simulator.wire.Api;
import dev.strowger.simulator.wire.ErrorShape;
import dev.strowger.simulator.wire.Format;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Bedrock: {@code /model/<id>/converse}, {@code /converse-stream} and {@code /invoke}. Ids come
 * with escapes: they may have colons, and slashes if they are ARNs. Source: the Amazon Bedrock API
 * reference, "Converse", "ConverseStream", "InvokeModel", and the users' guide on Titan and Cohere.
 */
public record BedrockApi() implements Api {
  private static final Pattern PATH =
      Pattern.compile("/model/(.+)/(converse|converse-stream|invoke)");

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
    // A plus stands for itself in a path.
    String escaped = String.valueOf(parts.group(1)).replace("+", "%2B");
    String model;
    try {
      model = URLDecoder.decode(escaped, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return null;
    }
    return switch (String.valueOf(parts.group(2))) {
      case "converse" -> new BedrockChat(model, false);
      case "converse-stream" -> new BedrockChat(model, true);
      default -> new BedrockInvoke(model);
    };
  }

  @Override
  public @Nullable String listing(String path) {
    return null;
  }

  @Override
  public ErrorShape errors() {
    return new BedrockErrors();
  }
}
