package dev.strowger.console;

import static dev.strowger.console.PolicyViews.ordered;

import dev.strowger.policy.Protection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What holds for contents, for people. */
final class ProtectionView {
  private ProtectionView() {}

  static @Nullable Map<String, Object> redact(Protection protection) {
    return protection
        .redaction()
        .map(one -> ordered("detectors", one.detectors(), "restore", one.restore()))
        .orElse(null);
  }

  static @Nullable Map<String, Object> guardrails(Protection protection) {
    return protection
        .guardrails()
        .map(
            rails ->
                ordered(
                    "maxPromptTokens",
                    rails.maxPromptTokens().isPresent()
                        ? rails.maxPromptTokens().getAsLong()
                        : null,
                    "allowedParameters",
                    rails.allowedParameters().orElse(null),
                    "input",
                    rails.input(),
                    "injection",
                    rails.injection(),
                    "output",
                    rails.output(),
                    "outputAction",
                    rails.outputAction()))
        .orElse(null);
  }
}
