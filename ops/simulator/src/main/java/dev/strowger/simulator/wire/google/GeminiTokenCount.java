package dev.strowger.simulator.wire.google;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.simulator.wire.DirectFormat;
import dev.strowger.simulator.wire.ErrorShape;
import dev.strowger.simulator.wire.Written;

/** Gemini's {@code :countTokens}, of contents or of a whole request. */
record GeminiTokenCount() implements DirectFormat {
  @Override
  public Written answer(JsonNode body) {
    JsonNode asked = body.path("generateContentRequest");
    JsonNode request = asked.isObject() ? asked : body;
    int tokens = Contents.tokens(request, Contents.messages(request));
    return Written.body(
        """
        {"totalTokens":%1$s,"promptTokensDetails":[{"modality":"TEXT","tokenCount":%1$s}]}"""
            .formatted(tokens));
  }

  @Override
  public ErrorShape errors() {
    return new GoogleErrors();
  }
}
