package dev.strowger.policy;

/** OpenTelemetry GenAI operation names that a decision goes by. */
final class Operations {
  static final String CHAT = "chat";
  static final String TEXT_COMPLETION = "text_completion";
  static final String EMBEDDINGS = "embeddings";

  private Operations() {}
}
