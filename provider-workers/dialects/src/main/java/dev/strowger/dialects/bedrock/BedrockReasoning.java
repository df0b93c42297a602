package dev.strowger.dialects.bedrock;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.strowger.dialects.Losses;
import dev.strowger.dialects.conversation.Conversation;
import dev.strowger.dialects.conversation.Conversation.Reasoning;
import dev.strowger.dialects.wire.ClaudeThoughts;
import java.util.OptionalLong;

/**
 * How much a model shall think, in its maker's words. Source: the Amazon Bedrock user guide,
 * "Extended thinking" and "Adaptive thinking"; the Amazon Nova 2 user guide, "Extended thinking".
 */
final class BedrockReasoning {
  /** Left for the answer where the client has set no limit. */
  static final long ANSWER_TOKENS = 4_096;

  private static final long LEAST_BUDGET = 1_024;
  private static final String PARAM = "reasoning_effort";

  private BedrockReasoning() {}

  /**
   * @param forced whether the model must call a tool
   * @param json the request
   * @param own its fields of the model's own
   * @return the budget of thoughts, where there is one
   */
  static OptionalLong put(
      Conversation asked,
      Maker maker,
      boolean forced,
      ObjectNode json,
      ObjectNode own,
      Losses losses) {
    Reasoning reasoning = asked.reasoning();
    String effort = reasoning.effort().orElse("");
    boolean wanted =
        reasoning.budgetTokens().isPresent() || !(effort.isEmpty() || effort.equals("none"));
    if (!wanted) {
      return OptionalLong.empty();
    }
    if (forced && maker.anthropic()) {
      losses.drop(PARAM, "Claude does not think where it must call a tool");
      return OptionalLong.empty();
    }
    switch (maker) {
      case ANTHROPIC_ADAPTIVE -> adaptive(reasoning, effort, json, own);
      case ANTHROPIC_BUDGET_STRICT, ANTHROPIC_BUDGET -> {
        return budget(asked, effort, own, losses);
      }
      case AMAZON_NOVA ->
          own.putObject("reasoningConfig")
              .put("type", "enabled")
              .put("maxReasoningEffort", threeLevels(reasoning, effort));
      case OPENAI_OSS -> own.put("reasoning_effort", threeLevels(reasoning, effort));
      case ANTHROPIC_PLAIN, MISTRAL, COHERE, OTHER ->
          losses.drop(PARAM, "this model of Bedrock's is not told how much to think");
    }
    return OptionalLong.empty();
  }

  private static void adaptive(
      Reasoning reasoning, String effort, ObjectNode json, ObjectNode own) {
    ObjectNode thinking = own.putObject("thinking").put("type", "adaptive");
    reasoning.shown().ifPresent(shown -> thinking.put("display", shown ? "summarized" : "omitted"));
    String level = effort.isEmpty() ? levelOf(reasoning) : effort;
    json.withObject("/outputConfig").put("effort", level.equals("minimal") ? "low" : level);
  }

  private static OptionalLong budget(
      Conversation asked, String effort, ObjectNode own, Losses losses) {
    if (ClaudeThoughts.missing(asked.messages())) {
      // Another one began this turn; Claude would refuse to think in the midst of it.
      losses.hint(PARAM);
      return OptionalLong.empty();
    }
    long budget = asked.reasoning().budgetTokens().orElse(budgetOf(effort));
    OptionalLong limit = asked.sampling().maxTokens();
    if (limit.isPresent() && limit.getAsLong() <= budget) {
      // An effort is a wish: thoughts get half of what there is. A number is meant as it stands.
      long half = limit.getAsLong() / 2;
      if (asked.reasoning().budgetTokens().isPresent() || half < LEAST_BUDGET) {
        losses.drop(PARAM, "max_tokens leaves no room for thoughts");
        return OptionalLong.empty();
      }
      budget = half;
    }
    own.putObject("thinking").put("type", "enabled").put("budget_tokens", budget);
    return OptionalLong.of(budget);
  }

  private static long budgetOf(String effort) {
    return switch (effort) {
      case "minimal", "low" -> LEAST_BUDGET;
      case "high" -> 16_384;
      case "xhigh", "max" -> 32_768;
      default -> 4_096;
    };
  }

  private static String levelOf(Reasoning reasoning) {
    long budget = reasoning.budgetTokens().orElse(0);
    return budget <= 2_048 ? "low" : budget <= 8_192 ? "medium" : "high";
  }

  private static String threeLevels(Reasoning reasoning, String effort) {
    return switch (effort) {
      case "" -> levelOf(reasoning);
      case "minimal", "low" -> "low";
      case "high", "xhigh", "max" -> "high";
      default -> "medium";
    };
  }
}
