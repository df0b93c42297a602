package dev.strowger.dialects.gemini;

import dev.strowger.dialects.FailureKind;
import dev.strowger.dialects.Fault;
import dev.strowger.dialects.answer.FinishReason;
import java.util.Optional;
import java.util.regex.Pattern;

/** What {@code finishReason} means: an answer that has ended, or a model that has failed. */
sealed interface GeminiFinish {
  record Ended(FinishReason reason) implements GeminiFinish {}

  record Failed(Fault fault) implements GeminiFinish {}

  /** As Google writes reasons; anything else is not repeated in a message. */
  Pattern REASON = Pattern.compile("[A-Z][A-Z_]{0,63}");

  /**
   * @param calls whether the client sees a call
   */
  static GeminiFinish of(String reason, boolean calls) {
    return switch (reason) {
      // Google says STOP beside calls; servers that speak its API say the other one.
      case "STOP", "FUNCTION_CALL" ->
          new Ended(calls ? FinishReason.TOOL_CALLS : FinishReason.STOP);
      case "MAX_TOKENS" -> new Ended(FinishReason.LENGTH);
      case "SAFETY",
          "RECITATION",
          "BLOCKLIST",
          "PROHIBITED_CONTENT",
          "SPII",
          "MODEL_ARMOR",
          "IMAGE_SAFETY",
          "IMAGE_PROHIBITED_CONTENT",
          "IMAGE_RECITATION" ->
          new Ended(FinishReason.CONTENT_FILTER);
      // MALFORMED_FUNCTION_CALL, UNEXPECTED_TOOL_CALL, LANGUAGE, OTHER, NO_IMAGE and their like,
      // and what may yet be invented: the answer is not whole.
      default ->
          new Failed(
              Fault.of(
                  FailureKind.PROVIDER_ERROR,
                  "Gemini ended the answer with "
                      + (REASON.matcher(reason).matches() ? reason : "no reason known")));
    };
  }

  /** A prompt that was blocked; there is no answer then. */
  static Fault blocked(String reason, int status) {
    return new Fault(
        FailureKind.CONTENT_FILTER,
        status,
        "Gemini blocked the prompt" + (REASON.matcher(reason).matches() ? ": " + reason : ""),
        Optional.empty(),
        Optional.empty());
  }
}
