package dev.strowger.dialects.anthropic;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.strowger.dialects.Losses;
import dev.strowger.dialects.conversation.Conversation;
import dev.strowger.dialects.conversation.Conversation.Reasoning;
import dev.strowger.dialects.conversation.Message;
import dev.strowger.dialects.wire.ClaudeThoughts;
import java.util.List;
import java.util.Optional;

/**
 * How much the model shall think, in the words it understands. Source: Anthropic's pages "Extended
 * thinking", "Adaptive thinking" and "Effort".
 *
 * @param config the field {@code thinking}
 * @param effort of {@code output_config}
 */
record AnthropicThinking(Optional<ObjectNode> config, Optional<String> effort) {
  /** The least budget Anthropic takes. */
  static final long LEAST_BUDGET = 1_024;

  private static final String PARAM = "reasoning_effort";
  private static final AnthropicThinking UNSET =
      new AnthropicThinking(Optional.empty(), Optional.empty());

  /** Whether the model will think before it answers. */
  boolean on() {
    return config.isPresent() && !config.get().path("type").asText().equals("disabled");
  }

  /**
   * @param toolForced whether a tool must be called, which does not go with thinking
   */
  static AnthropicThinking of(
      Conversation asked, ClaudeModel model, long maxTokens, boolean toolForced, Losses losses) {
    Optional<String> effort = asked.reasoning().level();
    if (effort.isEmpty()) {
      return UNSET;
    }
    if (effort.get().equals("none")) {
      return off(model, losses);
    }
    Optional<String> level = model.effort(effort.get());
    if (model.thinking() == ClaudeModel.Thinking.BUDGET
        && ClaudeThoughts.missing(asked.messages())) {
      // Another one began this turn; refusing would end it, so it goes on without thoughts.
      if (level.isEmpty()) {
        losses.hint(PARAM);
      }
      return new AnthropicThinking(Optional.empty(), level);
    }
    Optional<String> obstacle = obstacle(asked, model, maxTokens, toolForced);
    if (obstacle.isPresent()) {
      // Effort alone still spares or spends tokens.
      if (level.isEmpty()) {
        losses.drop(PARAM, obstacle.get());
      }
      return new AnthropicThinking(Optional.empty(), level);
    }
    ObjectNode config = JsonNodeFactory.instance.objectNode();
    if (model.thinking() == ClaudeModel.Thinking.BUDGET) {
      config.put("type", "enabled");
      config.put("budget_tokens", budget(asked.reasoning(), effort.get(), maxTokens));
    } else {
      config.put("type", "adaptive").put("display", "summarized");
    }
    if (asked.reasoning().shown().equals(Optional.of(false))) {
      config.put("display", "omitted");
    }
    return new AnthropicThinking(Optional.of(config), level);
  }

  private static AnthropicThinking off(ClaudeModel model, Losses losses) {
    return switch (model.thinking()) {
      case NONE, BUDGET -> UNSET;
      case ADAPTIVE ->
          new AnthropicThinking(
              Optional.of(JsonNodeFactory.instance.objectNode().put("type", "disabled")),
              Optional.empty());
      case ALWAYS -> {
        losses.drop(PARAM, "this model always thinks; its least effort is low");
        yield new AnthropicThinking(Optional.empty(), model.effort("low"));
      }
    };
  }

  /** Why the model must not be told to think. */
  private static Optional<String> obstacle(
      Conversation asked, ClaudeModel model, long maxTokens, boolean toolForced) {
    List<Message> messages = asked.messages();
    if (model.thinking() == ClaudeModel.Thinking.NONE) {
      return Optional.of("this model does not think");
    }
    if (toolForced) {
      return Optional.of("Claude does not think where a tool must be called; use tool_choice auto");
    }
    if (!messages.isEmpty() && messages.getLast() instanceof Message.Assistant) {
      return Optional.of("Claude does not think where it continues an answer");
    }
    if (model.thinking() == ClaudeModel.Thinking.BUDGET) {
      if (maxTokens <= LEAST_BUDGET) {
        return Optional.of("thinking needs max_tokens above " + LEAST_BUDGET);
      }
    }
    return Optional.empty();
  }

  /** A share of the answer's limit, for thoughts count towards it. */
  private static long budget(Reasoning reasoning, String effort, long maxTokens) {
    long percent =
        switch (effort) {
          case "minimal", "low" -> 20;
          case "high" -> 80;
          case "xhigh", "max" -> 95;
          default -> 50;
        };
    long budget = reasoning.budgetTokens().orElse(maxTokens * percent / 100);
    return Math.clamp(budget, LEAST_BUDGET, maxTokens - 1);
  }
}
