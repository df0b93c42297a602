package dev.strowger.dialects.anthropic;

import dev.strowger.dialects.Provider;
import java.util.List;
import java.util.Optional;

/**
 * What a model takes of the Messages API. The table lists the older models, which no longer change;
 * a Claude that is not in it counts as new. Source: Anthropic's pages "Adaptive thinking",
 * "Effort", "Structured outputs", "Models overview" and the migration guide for Claude Opus 4.7.
 *
 * @param thinking how it is told to think
 * @param effort the highest of {@code low < medium < high < max < xhigh} that it knows of those
 *     that are not for all; see {@link Effort}
 * @param sampling which of temperature, top_p and top_k it takes
 * @param schemas whether it can be held to a JSON schema
 * @param maxTokens most tokens of an answer that are asked for where the client gives no limit
 */
record ClaudeModel(
    Thinking thinking, Effort effort, Sampling sampling, boolean schemas, long maxTokens) {
  /** How a model is told to think. */
  enum Thinking {
    NONE,
    /** {@code thinking: {type: enabled, budget_tokens}}. */
    BUDGET,
    /** {@code thinking: {type: adaptive}}. */
    ADAPTIVE,
    /** As {@link #ADAPTIVE}, and cannot be told not to. */
    ALWAYS
  }

  /** Which levels of {@code output_config.effort} a model knows. */
  enum Effort {
    NONE,
    /** low, medium and high. */
    HIGH,
    /** These and max. */
    MAX,
    /** These and xhigh. */
    XHIGH
  }

  /** Which parameters of sampling a model takes. */
  enum Sampling {
    NONE,
    /** Temperature or top_p, and top_k. */
    EITHER,
    ALL
  }

  private static final long ROOMY = 32_000;

  private record Entry(String prefix, ClaudeModel model) {}

  private static final ClaudeModel THREE =
      new ClaudeModel(Thinking.NONE, Effort.NONE, Sampling.ALL, false, 4_096);
  private static final ClaudeModel THREE_FIVE =
      new ClaudeModel(Thinking.NONE, Effort.NONE, Sampling.ALL, false, 8_192);
  private static final ClaudeModel FOUR =
      new ClaudeModel(Thinking.BUDGET, Effort.NONE, Sampling.ALL, false, ROOMY);
  private static final ClaudeModel FOUR_ONE =
      new ClaudeModel(Thinking.BUDGET, Effort.NONE, Sampling.EITHER, false, ROOMY);
  private static final ClaudeModel FOUR_FIVE =
      new ClaudeModel(Thinking.BUDGET, Effort.NONE, Sampling.EITHER, true, ROOMY);
  private static final ClaudeModel OPUS_FOUR_FIVE =
      new ClaudeModel(Thinking.BUDGET, Effort.HIGH, Sampling.EITHER, true, ROOMY);
  private static final ClaudeModel FOUR_SIX =
      new ClaudeModel(Thinking.ADAPTIVE, Effort.MAX, Sampling.EITHER, true, ROOMY);
  private static final ClaudeModel ALWAYS_THINKING =
      new ClaudeModel(Thinking.ALWAYS, Effort.XHIGH, Sampling.NONE, true, ROOMY);
  private static final ClaudeModel NEW =
      new ClaudeModel(Thinking.ADAPTIVE, Effort.XHIGH, Sampling.NONE, true, ROOMY);

  /** Other makers' models behind this wire format. */
  private static final ClaudeModel NO_CLAUDE =
      new ClaudeModel(Thinking.BUDGET, Effort.NONE, Sampling.ALL, true, 8_192);

  /** By what follows {@code claude-}; the first that fits counts. */
  private static final List<Entry> KNOWN =
      List.of(
          new Entry("instant", THREE),
          new Entry("2", THREE),
          new Entry("3-7", FOUR),
          new Entry("3-5", THREE_FIVE),
          new Entry("3-", THREE),
          new Entry("opus-4-1", FOUR_ONE),
          new Entry("opus-4-5", OPUS_FOUR_FIVE),
          new Entry("sonnet-4-5", FOUR_FIVE),
          new Entry("haiku-4-5", FOUR_FIVE),
          new Entry("opus-4-6", FOUR_SIX),
          new Entry("sonnet-4-6", FOUR_SIX),
          new Entry("opus-4-0", FOUR),
          new Entry("sonnet-4-0", FOUR),
          new Entry("opus-4-2025", FOUR),
          new Entry("sonnet-4-2025", FOUR),
          new Entry("opus-4@", FOUR),
          new Entry("sonnet-4@", FOUR),
          new Entry("fable", ALWAYS_THINKING),
          new Entry("mythos", ALWAYS_THINKING));

  /** The model as its name tells it, changed by what the provider's entry says. */
  static ClaudeModel of(String name, Provider provider) {
    ClaudeModel model = named(name);
    return new ClaudeModel(
        provider.option("thinking").flatMap(ClaudeModel::thinking).orElse(model.thinking),
        model.effort,
        model.sampling,
        model.schemas && provider.traits().capabilities().contains(Provider.Capability.JSON_SCHEMA),
        provider.option("max_tokens").flatMap(ClaudeModel::tokens).orElse(model.maxTokens));
  }

  private static ClaudeModel named(String name) {
    int at = name.indexOf("claude-");
    if (at < 0) {
      return NO_CLAUDE;
    }
    String rest = name.substring(at + "claude-".length());
    return KNOWN.stream()
        .filter(entry -> rest.startsWith(entry.prefix))
        .findFirst()
        .map(Entry::model)
        .orElse(NEW);
  }

  private static Optional<Thinking> thinking(String option) {
    return switch (option) {
      case "none" -> Optional.of(Thinking.NONE);
      case "budget" -> Optional.of(Thinking.BUDGET);
      case "adaptive" -> Optional.of(Thinking.ADAPTIVE);
      default -> Optional.empty();
    };
  }

  private static Optional<Long> tokens(String option) {
    return option.matches("[1-9]\\d{0,8}") ? Optional.of(Long.valueOf(option)) : Optional.empty();
  }

  /** The level for what a client asks for; empty if the model knows no levels. */
  Optional<String> effort(String asked) {
    if (effort == Effort.NONE) {
      return Optional.empty();
    }
    return Optional.of(
        switch (asked) {
          case "none", "minimal", "low" -> "low";
          case "xhigh", "max" ->
              switch (effort) {
                case XHIGH -> asked;
                case MAX -> "max";
                case HIGH, NONE -> "high";
              };
          case "high" -> "high";
          default -> "medium";
        });
  }
}
