package dev.strowger.facts;

import dev.strowger.policy.Protection;
import dev.strowger.records.BlockedPattern;
import dev.strowger.records.CustomDetector;
import dev.strowger.records.Guardrails;
import dev.strowger.records.Redaction;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What holds for contents, as it travels. */
final class ProtectionOf {
  private ProtectionOf() {}

  static @Nullable Redaction redaction(Protection protection) {
    return protection
        .redaction()
        .map(
            one ->
                new Redaction(
                    one.detectors(),
                    one.restore(),
                    one.custom().stream()
                        .map(d -> new CustomDetector(d.name(), d.pattern(), d.dataClass()))
                        .toList()))
        .orElse(null);
  }

  static @Nullable Guardrails guardrails(Protection protection) {
    return protection.guardrails().map(ProtectionOf::guardrails).orElse(null);
  }

  private static Guardrails guardrails(Protection.Guardrails rails) {
    return Guardrails.newBuilder()
        .setMaxPromptTokens(
            rails.maxPromptTokens().isPresent() ? rails.maxPromptTokens().getAsLong() : null)
        .setAllowedParameters(rails.allowedParameters().orElse(null))
        .setInput(patterns(rails.input()))
        .setInjection(rails.injection())
        .setOutput(patterns(rails.output()))
        .setOutputAction(rails.outputAction())
        .build();
  }

  private static List<BlockedPattern> patterns(List<Protection.Blocked> blocked) {
    return blocked.stream().map(one -> new BlockedPattern(one.name(), one.pattern())).toList();
  }
}
