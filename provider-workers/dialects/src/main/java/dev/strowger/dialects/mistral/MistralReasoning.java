package dev.strowger.dialects.mistral;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.strowger.dialects.Dialect.Call;
import dev.strowger.dialects.Losses;
import dev.strowger.dialects.Provider;
import dev.strowger.dialects.conversation.Conversation.Reasoning;
import java.util.List;

/**
 * How much a model shall think. Source: Mistral's guides "Adjustable reasoning" and "Native
 * reasoning".
 */
final class MistralReasoning {
  /** From least to most. */
  private static final List<String> LEVELS =
      List.of("none", "minimal", "low", "medium", "high", "xhigh");

  /** What every model with adjustable reasoning takes; some take more. */
  private static final String USUAL_LEVELS = "none,high";

  /** Models that always think, by a prompt of their own. */
  private static final String NATIVE = "magistral";

  private MistralReasoning() {}

  static void put(
      Reasoning reasoning, Call call, Provider provider, ObjectNode json, Losses losses) {
    if (reasoning.budgetTokens().isPresent()) {
      losses.hint("reasoning.max_tokens");
    }
    String effort = reasoning.effort().orElse(reasoning.budgetTokens().isPresent() ? "high" : "");
    if (effort.isEmpty()) {
      return;
    }
    if (call.model().startsWith(NATIVE)) {
      if (effort.equals("none")) {
        losses.drop("reasoning_effort", "this model always thinks");
      } else {
        json.put("prompt_mode", "reasoning");
        losses.hint("reasoning_effort");
      }
      return;
    }
    List<String> taken =
        List.of(
            provider.option("reasoning_efforts").orElse(USUAL_LEVELS).strip().split("\\s*,\\s*"));
    String level = nearest(effort, taken);
    if (!level.equals(effort)) {
      losses.hint("reasoning_effort");
    }
    json.put("reasoning_effort", level);
  }

  /** The level itself, else the next one above it that the model takes, else the highest. */
  private static String nearest(String effort, List<String> taken) {
    if (taken.contains(effort)) {
      return effort;
    }
    return LEVELS.stream()
        .skip(Math.max(0, LEVELS.indexOf(effort)))
        .filter(taken::contains)
        .findFirst()
        .orElse(taken.getLast());
  }
}
