package dev.strowger.ingress;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@code POST /v1/completions}. Source: OpenAI's API reference, "Create completion". */
final class PromptFields implements BodyFields {
  private static final int MAX_CHOICES = 128;

  private final Values values;
  private final PromptText text = new PromptText();
  private final ContentScanner content;
  private final StreamFields streaming;
  private final Metadata metadata;
  private String model = "";
  private boolean prompt;
  private boolean logprobs;
  private @Nullable Long choices;
  private @Nullable Double temperature;
  private @Nullable Long maxTokens;

  PromptFields(Values values) {
    this.values = values;
    this.content = new ContentScanner(values.json(), text);
    this.streaming = new StreamFields(values);
    this.metadata = new Metadata(values);
  }

  @Override
  public void field(String name) throws IOException {
    switch (name) {
      case "model" -> model = values.model();
      case "prompt" -> prompt();
      case "stream", "stream_options" -> streaming.field(name);
      case "n" -> choices = values.integer(name, 1, MAX_CHOICES);
      case "best_of" -> values.integer(name, 1, MAX_CHOICES);
      case "logprobs" -> logprobs = values.json().currentToken().isNumeric();
      case "max_tokens" -> maxTokens = values.integer(name, 1, Integer.MAX_VALUE);
      case "temperature" -> temperature = values.decimal(name, 0, 2);
      case "top_p" -> values.decimal(name, 0, 1);
      case "presence_penalty", "frequency_penalty" -> values.decimal(name, -2, 2);
      default -> metadata.field(name);
    }
  }

  private void prompt() throws IOException {
    JsonToken token = values.json().currentToken();
    if (token != JsonToken.VALUE_STRING && token != JsonToken.START_ARRAY) {
      throw BadBody.type("prompt", "a string or an array", values.json());
    }
    content.reset();
    content.walk(true);
    text.end("user");
    prompt = true;
  }

  @Override
  public BodyFacts facts() throws BadBody {
    Values.require(model);
    if (!prompt) {
      throw BadBody.missing("prompt");
    }
    streaming.check();
    return BodyFacts.of(
        model,
        streaming.asked(),
        content
            .facts()
            .setMaxOutputTokens(maxTokens)
            .setNeeds(new Capabilities().with(Capabilities.LOGPROBS, logprobs).list())
            .setPromptTokens(text.tokens())
            .setTemperature(temperature)
            .setChoices(Objects.requireNonNullElse(choices, 1L).intValue())
            .build(),
        metadata.with(text.said()));
  }
}
