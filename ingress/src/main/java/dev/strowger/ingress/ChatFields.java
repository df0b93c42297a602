package dev.strowger.ingress;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@code POST /v1/chat/completions}. Source: OpenAI's API reference, "Create chat completion". */
final class ChatFields implements BodyFields {
  private static final int MAX_CHOICES = 128;

  private final Values values;
  private final MessageScanner messages;
  private final StreamFields streaming;
  private final Metadata metadata;
  private String model = "";
  private String format = "";
  private boolean tools;
  private boolean functions;
  private boolean logprobs;
  private boolean reasoning;
  private boolean spoken;
  private double schemaTokens;
  private @Nullable Long choices;
  private @Nullable Double temperature;
  private @Nullable Long maxTokens;
  private @Nullable Long maxCompletionTokens;

  ChatFields(Values values) {
    this.values = values;
    this.messages = MessageScanner.ofChat(values.json());
    this.streaming = new StreamFields(values);
    this.metadata = new Metadata(values);
  }

  @Override
  public void field(String name) throws IOException {
    switch (name) {
      case "model" -> model = values.model();
      case "messages" -> messages.scan();
      case "stream", "stream_options" -> streaming.field(name);
      case "n" -> choices = values.integer(name, 1, MAX_CHOICES);
      case "max_tokens" -> maxTokens = values.integer(name, 1, Integer.MAX_VALUE);
      case "max_completion_tokens" ->
          maxCompletionTokens = values.integer(name, 1, Integer.MAX_VALUE);
      case "temperature" -> temperature = values.decimal(name, 0, 2);
      case "top_p" -> values.decimal(name, 0, 1);
      case "presence_penalty", "frequency_penalty" -> values.decimal(name, -2, 2);
      case "tools" -> tools = schemas(name);
      case "functions" -> functions = schemas(name);
      case "response_format" -> format = values.jsonFormat(name);
      case "logprobs" -> logprobs = values.flag(name);
      case "reasoning_effort" -> reasoning = Reasoning.asked(values);
      case "modalities" -> spoken = audio();
      default -> metadata.field(name);
    }
  }

  private boolean schemas(String name) throws IOException {
    long from = values.json().currentLocation().getByteOffset();
    boolean any = values.list(name);
    schemaTokens +=
        (values.json().currentLocation().getByteOffset() - from) / Values.BYTES_OF_A_TOKEN;
    return any;
  }

  private boolean audio() throws IOException {
    if (values.json().currentToken() != JsonToken.START_ARRAY) {
      values.skip();
      return false;
    }
    boolean audio = false;
    while (values.json().nextToken() != JsonToken.END_ARRAY) {
      audio |= "audio".equals(values.json().getText());
      values.skip();
    }
    return audio;
  }

  @Override
  public BodyFacts facts() throws BadBody {
    Values.require(model);
    if (messages.count() < 0) {
      throw BadBody.missing("messages");
    }
    streaming.check();
    messages.text().count(schemaTokens);
    Capabilities needs =
        messages
            .needs(new Capabilities())
            .with(Capabilities.TOOLS, tools || functions)
            .with(Capabilities.AUDIO, spoken)
            .with(Capabilities.LOGPROBS, logprobs)
            .with(Capabilities.REASONING, reasoning)
            .format(format);
    return BodyFacts.of(
        model,
        streaming.asked(),
        messages
            .facts()
            .setTools(tools || functions)
            .setJsonOutput(!format.isEmpty())
            .setMaxOutputTokens(maxCompletionTokens != null ? maxCompletionTokens : maxTokens)
            .setNeeds(needs.list())
            .setPromptTokens(messages.text().tokens())
            .setTemperature(temperature)
            .setChoices(Objects.requireNonNullElse(choices, 1L).intValue())
            .build(),
        metadata.with(messages.text().said()));
  }
}
