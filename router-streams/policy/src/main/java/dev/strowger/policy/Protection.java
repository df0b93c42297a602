package dev.strowger.policy;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What holds for the contents of prompts and answers.
 *
 * @param redaction empty: nothing is taken out
 * @param guardrails empty: nothing is looked at
 * @param audit empty: nothing is kept for auditors
 */
public record Protection(
    Optional<Redaction> redaction, Optional<Guardrails> guardrails, Optional<Audit> audit) {
  public static final Protection NONE =
      new Protection(Optional.empty(), Optional.empty(), Optional.empty());

  /** Where this says nothing, the other holds. */
  Protection or(Protection other) {
    return new Protection(
        redaction.or(other::redaction), guardrails.or(other::guardrails), audit.or(other::audit));
  }

  /**
   * What is taken out of a prompt before a provider sees it.
   *
   * @param detectors codes of built-in ones, and names of custom ones
   * @param restore put back where the answer repeats it
   * @param custom those of them that are the policy's own
   */
  public record Redaction(
      List<String> detectors, boolean restore, List<FeatureNeeds.Detector> custom) {
    public Redaction {
      detectors = List.copyOf(detectors);
      custom = List.copyOf(custom);
    }
  }

  /**
   * What prompts and answers are looked at for.
   *
   * @param maxPromptTokens empty: what the door and the model take
   * @param allowedParameters empty: all
   * @param injection {@code off}, {@code flag} or {@code block}
   * @param outputAction {@code block} or {@code mask}
   */
  public record Guardrails(
      OptionalLong maxPromptTokens,
      Optional<List<String>> allowedParameters,
      List<Blocked> input,
      String injection,
      List<Blocked> output,
      String outputAction) {
    public Guardrails {
      allowedParameters = allowedParameters.map(List::copyOf);
      input = List.copyOf(input);
      output = List.copyOf(output);
    }
  }

  /**
   * A text that may not pass.
   *
   * @param pattern RE2 syntax
   */
  public record Blocked(String name, String pattern) {}
}
