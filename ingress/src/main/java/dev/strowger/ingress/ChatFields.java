package dev.strowger.ingress;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** {@code POST /v1/chat/completions}. Source: OpenAI's API reference, "Create chat completion". */
final class ChatFields implements BodyFields {
  private static final int MAX_CHOICES = 128;

  private final Values values;
  private final MessageScanner messages;
  private final StreamFields streaming;
  private String model = "";
  private boolean tools;
  private boolean functions;
  private boolean jsonOutput;
  private @Nullable Long maxTokens;
  private @Nullable Long maxCompletionTokens;

  ChatFields(Values values) {
    this.values = values;
    this.messages = MessageScanner.ofChat(values.json());
    this.streaming = new StreamFields(values);
  }

  @Override
  public void field(String name) throws IOException {
    switch (name) {
      case "model" -> model = values.model();
      case "messages" -> messages.scan();
      case "stream", "stream_options" -> streaming.field(name);
      case "n" -> values.integer(name, 1, MAX_CHOICES);
      case "max_tokens" -> maxTokens = values.integer(name, 1, Integer.MAX_VALUE);
      case "max_completion_tokens" ->
          maxCompletionTokens = values.integer(name, 1, Integer.MAX_VALUE);
      case "temperature" -> values.decimal(name, 0, 2);
      case "top_p" -> values.decimal(name, 0, 1);
      case "presence_penalty", "frequency_penalty" -> values.decimal(name, -2, 2);
      case "tools" -> tools = values.list(name);
      case "functions" -> functions = values.list(name);
      case "response_format" -> jsonOutput = values.jsonFormat(name);
      default -> values.skip();
    }
  }

  @Override
  public BodyFacts facts() throws BadBody {
    Values.require(model);
    if (messages.count() < 0) {
      throw BadBody.missing("messages");
    }
    streaming.check();
    return BodyFacts.of(
        model,
        streaming.stream(),
        streaming.includeUsage(),
        messages
            .facts()
            .setTools(tools || functions)
            .setJsonOutput(jsonOutput)
            .setMaxOutputTokens(maxCompletionTokens != null ? maxCompletionTokens : maxTokens)
            .build());
  }
}
