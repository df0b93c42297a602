package dev.strowger.ingress;

import java.util.Locale;

/** The APIs of the apps' door that end in a call of a model. */
enum Endpoint {
  CHAT_COMPLETIONS("/v1/chat/completions", "chat", ErrorFormat.OPENAI, Trailer.DONE),
  COMPLETIONS("/v1/completions", "text_completion", ErrorFormat.OPENAI, Trailer.DONE),
  EMBEDDINGS("/v1/embeddings", "embeddings", ErrorFormat.OPENAI, Trailer.NONE),
  RESPONSES("/v1/responses", "chat", ErrorFormat.RESPONSES, Trailer.NONE),
  MESSAGES("/v1/messages", "chat", ErrorFormat.ANTHROPIC, Trailer.NONE),
  COUNT_TOKENS("/v1/messages/count_tokens", "count_tokens", ErrorFormat.ANTHROPIC, Trailer.NONE);

  /** What follows the last event of a stream that is complete. */
  enum Trailer {
    DONE("data: [DONE]\n\n"),
    NONE("");

    private final String text;

    Trailer(String text) {
      this.text = text;
    }

    String text() {
      return text;
    }
  }

  private final String path;
  private final String operation;
  private final ErrorFormat errors;
  private final Trailer trailer;

  Endpoint(String path, String operation, ErrorFormat errors, Trailer trailer) {
    this.path = path;
    this.operation = operation;
    this.errors = errors;
    this.trailer = trailer;
  }

  String path() {
    return path;
  }

  /** As it stands in records, e.g. {@code chat_completions}. */
  String api() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** OpenTelemetry's GenAI operation name. */
  String operation() {
    return operation;
  }

  ErrorFormat errors() {
    return errors;
  }

  Trailer trailer() {
    return trailer;
  }

  /** A reader of one body's fields. */
  BodyFields fields(Values values) {
    return switch (this) {
      case CHAT_COMPLETIONS -> new ChatFields(values);
      case COMPLETIONS -> new PromptFields(values);
      case EMBEDDINGS -> new InputFields(values);
      case RESPONSES -> new ResponseFields(values);
      case MESSAGES -> MessageFields.asking(values);
      case COUNT_TOKENS -> MessageFields.counting(values);
    };
  }
}
