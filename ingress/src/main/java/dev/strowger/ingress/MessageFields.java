package dev.strowger.ingress;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /v1/messages} and {@code /v1/messages/count_tokens}. Source: Anthropic's API
 * reference, "Create a Message" and "Count tokens in a Message".
 */
final class MessageFields implements BodyFields {
  private final Values values;
  private final boolean counting;
  private final MessageScanner messages;
  private final PromptText instructions = new PromptText();
  private final ContentScanner system;
  private final Metadata metadata;
  private String model = "";
  private boolean stream;
  private boolean tools;
  private boolean thinking;
  private double toolTokens;
  private String format = "";
  private @Nullable Double temperature;
  private @Nullable Long maxTokens;

  private MessageFields(Values values, boolean counting) {
    this.values = values;
    this.counting = counting;
    this.messages = MessageScanner.ofMessages(values.json());
    this.system = new ContentScanner(values.json(), instructions);
    this.metadata = new Metadata(values);
  }

  /** For a message. */
  static MessageFields asking(Values values) {
    return new MessageFields(values, false);
  }

  /** For a count of tokens. */
  static MessageFields counting(Values values) {
    return new MessageFields(values, true);
  }

  @Override
  public void field(String name) throws IOException {
    switch (name) {
      case "model" -> model = values.model();
      case "messages" -> messages.scan();
      case "system" -> {
        system.reset();
        system.walk(true);
        instructions.end("user");
      }
      case "stream" -> stream = values.flag(name);
      case "max_tokens" -> maxTokens = values.integer(name, 1, Integer.MAX_VALUE);
      case "temperature" -> temperature = values.decimal(name, 0, 1);
      case "top_p" -> values.decimal(name, 0, 1);
      case "tools" -> tools(name);
      case "thinking" -> thinking = Reasoning.inMessages(values);
      case "metadata" -> metadata.ofMessages();
      case "output_format" -> format = values.jsonFormat(name);
      case "output_config" -> outputConfig();
      default -> values.skip();
    }
  }

  private void tools(String name) throws IOException {
    long from = values.json().currentLocation().getByteOffset();
    tools = values.list(name);
    toolTokens = (values.json().currentLocation().getByteOffset() - from) / Values.BYTES_OF_A_TOKEN;
  }

  private void outputConfig() throws IOException {
    values.object(
        "output_config",
        key -> {
          if (key.equals("format")) {
            format = values.jsonFormat("output_config.format");
          } else {
            values.skip();
          }
        });
  }

  @Override
  public BodyFacts facts() throws BadBody {
    Values.require(model);
    if (messages.count() < 0) {
      throw BadBody.missing("messages");
    }
    if (!counting && maxTokens == null) {
      throw BadBody.missing("max_tokens");
    }
    var facts = messages.facts();
    Capabilities needs =
        messages
            .needs(new Capabilities())
            .with(Capabilities.TOOLS, tools)
            .with(Capabilities.REASONING, thinking)
            .format(format);
    long tokens = messages.text().tokens() + instructions.tokens() + (long) Math.ceil(toolTokens);
    return BodyFacts.of(
        model,
        new BodyFacts.Streaming(!counting && stream, true),
        facts
            .setPromptChars(facts.getPromptChars() + system.facts().getPromptChars())
            .setTools(tools)
            .setJsonOutput(!format.isEmpty())
            .setMaxOutputTokens(maxTokens)
            .setNeeds(needs.list())
            .setPromptTokens(tokens)
            .setTemperature(temperature)
            .build(),
        metadata.with(messages.text().said(instructions)));
  }
}
