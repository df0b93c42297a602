package dev.strowger.dialects.gemini;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.strowger.dialects.Losses;
import dev.strowger.dialects.conversation.Conversation.Reasoning;

/**
 * {@code thinkingConfig}: a level from generation 3 on, a budget of tokens for 2.5, nothing before.
 * Where a model has no such level the nearest is taken and told: it changes cost and speed.
 *
 * <p>Source: the Gemini API's guides on thinking and on OpenAI compatibility, which gives the
 * budgets for efforts.
 */
final class GeminiThinking {
  private static final String EFFORT = "reasoning_effort";
  private static final String BUDGET = "reasoning.max_tokens";
  private static final long LITTLE = 1_024;
  private static final long SOME = 8_192;
  private static final long MUCH = 24_576;
  private static final long MOST_OF_PRO = 32_768;
  private static final long LEAST_OF_PRO = 128;

  private final GeminiModel model;
  private final Losses losses;

  private GeminiThinking(GeminiModel model, Losses losses) {
    this.model = model;
    this.losses = losses;
  }

  static void put(Reasoning reasoning, GeminiModel model, ObjectNode config, Losses losses) {
    ObjectNode thinking = new GeminiThinking(model, losses).json(reasoning);
    if (!thinking.isEmpty()) {
      config.set("thinkingConfig", thinking);
    }
  }

  private ObjectNode json(Reasoning reasoning) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    boolean budgeted = reasoning.budgetTokens().isPresent();
    String effort = reasoning.effort().orElse("none");
    boolean wanted = budgeted ? reasoning.budgetTokens().getAsLong() > 0 : !effort.equals("none");
    if (!model.from(2, 5)) {
      if (wanted) {
        losses.drop(budgeted ? BUDGET : EFFORT, "this model does not think");
      }
      return json;
    }
    if (budgeted) {
      json.put("thinkingBudget", budget(reasoning.budgetTokens().getAsLong()));
    } else if (reasoning.effort().isPresent()) {
      effort(effort, json);
    }
    if (reasoning.shown().isPresent() || wanted) {
      json.put("includeThoughts", reasoning.shown().orElse(true));
    }
    return json;
  }

  private long budget(long wanted) {
    long budget =
        model.pro() ? Math.clamp(wanted, LEAST_OF_PRO, MOST_OF_PRO) : Math.clamp(wanted, 0, MUCH);
    if (budget != wanted) {
      losses.hint(BUDGET);
    }
    return budget;
  }

  private void effort(String effort, ObjectNode json) {
    switch (effort) {
      case "none" -> set(json, model.pro() ? "LOW" : "MINIMAL", model.pro() ? LEAST_OF_PRO : 0);
      case "minimal" -> set(json, model.pro() ? "LOW" : "MINIMAL", LITTLE);
      case "low" -> set(json, "LOW", LITTLE);
      case "medium" -> set(json, model.pro() && !model.from(3, 1) ? "HIGH" : "MEDIUM", SOME);
      case "high" -> set(json, "HIGH", MUCH);
      case "xhigh" -> set(json, "HIGH", model.pro() ? MOST_OF_PRO : MUCH);
      default -> losses.drop(EFFORT, "expected none, minimal, low, medium, high or xhigh");
    }
    if (inexact(effort)) {
      losses.hint(EFFORT);
    }
  }

  private void set(ObjectNode json, String level, long budget) {
    if (model.from(3, 0)) {
      json.put("thinkingLevel", level);
    } else {
      json.put("thinkingBudget", budget);
    }
  }

  private boolean inexact(String effort) {
    boolean levels = model.from(3, 0);
    return switch (effort) {
      case "none" -> levels || model.pro();
      case "minimal" -> levels && model.pro();
      case "medium" -> levels && model.pro() && !model.from(3, 1);
      case "xhigh" -> levels || !model.pro();
      default -> false;
    };
  }
}
