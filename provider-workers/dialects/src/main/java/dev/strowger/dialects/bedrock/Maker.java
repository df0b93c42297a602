package dev.strowger.dialects.bedrock;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Who made a model, as far as requests differ by that. Converse has one shape for all models, but
 * what it does not know itself travels in fields of each maker's own.
 */
enum Maker {
  /** Claude that thinks as much as it sees fit, steered by an effort. */
  ANTHROPIC_ADAPTIVE,
  /** Claude that thinks within a budget, and follows schemas to the letter. */
  ANTHROPIC_BUDGET_STRICT,
  /** Claude that thinks within a budget. */
  ANTHROPIC_BUDGET,
  /** Claude that does not think aloud. */
  ANTHROPIC_PLAIN,
  AMAZON_NOVA,
  OPENAI_OSS,
  MISTRAL,
  COHERE,
  OTHER;

  private static final Pattern PLAIN = Pattern.compile("claude-(v2|instant|3(?!-7))");
  private static final Pattern STRICT = Pattern.compile("claude-(opus|sonnet|haiku)-4-5");
  private static final Pattern BUDGET =
      Pattern.compile("claude-(3-7|(opus|sonnet)-4-(1-)?20\\d{6})");

  /**
   * @param model an id, an inference profile's id or an ARN that has one of these in it
   */
  static Maker of(String model) {
    String id = model.toLowerCase(Locale.ROOT);
    if (id.contains("anthropic.claude")) {
      return claude(id);
    }
    if (id.contains("amazon.nova")) {
      return AMAZON_NOVA;
    }
    if (id.contains("openai.gpt-oss")) {
      return OPENAI_OSS;
    }
    if (id.contains("mistral.")) {
      return MISTRAL;
    }
    return id.contains("cohere.command") ? COHERE : OTHER;
  }

  /** The older ones are known by name: what comes next thinks adaptively. */
  private static Maker claude(String id) {
    if (PLAIN.matcher(id).find()) {
      return ANTHROPIC_PLAIN;
    }
    if (BUDGET.matcher(id).find()) {
      return ANTHROPIC_BUDGET;
    }
    return STRICT.matcher(id).find() ? ANTHROPIC_BUDGET_STRICT : ANTHROPIC_ADAPTIVE;
  }

  boolean anthropic() {
    return switch (this) {
      case ANTHROPIC_ADAPTIVE, ANTHROPIC_BUDGET_STRICT, ANTHROPIC_BUDGET, ANTHROPIC_PLAIN -> true;
      case AMAZON_NOVA, OPENAI_OSS, MISTRAL, COHERE, OTHER -> false;
    };
  }

  /** Whether it can be held to a schema while it writes. */
  boolean strict() {
    return this == ANTHROPIC_ADAPTIVE || this == ANTHROPIC_BUDGET_STRICT;
  }

  boolean cachesPrompts() {
    return anthropic() || this == AMAZON_NOVA;
  }
}
