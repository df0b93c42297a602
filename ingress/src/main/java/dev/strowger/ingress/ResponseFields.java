package dev.strowger.ingress;

import com.fasterxml.jackson.core.JsonToken;
import dev.strowger.ingress.BodyFacts.Earlier;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code POST /v1/responses}. Source: OpenAI's API reference, "Create a model response". */
final class ResponseFields implements BodyFields {
  private final Values values;
  private final PromptText said = new PromptText();
  private final PromptText told = new PromptText();
  private final ContentScanner content;
  private final ContentScanner instructions;
  private final Metadata metadata;
  private String model = "";
  private String previous = "";
  private boolean input;
  private int items;
  private boolean references;
  private boolean stream;
  private boolean store = true;
  private boolean tools;
  private boolean reasoning;
  private double toolTokens;
  private String format = "";
  private @Nullable Double temperature;
  private @Nullable Long maxTokens;

  ResponseFields(Values values) {
    this.values = values;
    this.content = new ContentScanner(values.json(), said);
    this.instructions = new ContentScanner(values.json(), told);
    this.metadata = new Metadata(values);
  }

  @Override
  public void field(String name) throws IOException {
    switch (name) {
      case "model" -> model = values.model();
      case "input" -> input();
      case "instructions" -> {
        instructions.reset();
        instructions.walk(true);
        told.end("user");
      }
      case "previous_response_id" -> previous = values.text(name);
      case "stream" -> stream = values.flag(name);
      case "store" -> store = values.flag(name, true);
      case "background" -> background();
      case "max_output_tokens" -> maxTokens = values.integer(name, 1, Integer.MAX_VALUE);
      case "temperature" -> temperature = values.decimal(name, 0, 2);
      case "top_p" -> values.decimal(name, 0, 1);
      case "tools" -> tools(name);
      case "reasoning" -> reasoning = Reasoning.inResponses(values);
      case "text" -> text();
      default -> metadata.field(name);
    }
  }

  private void tools(String name) throws IOException {
    long from = values.json().currentLocation().getByteOffset();
    tools = values.list(name);
    toolTokens = (values.json().currentLocation().getByteOffset() - from) / Values.BYTES_OF_A_TOKEN;
  }

  private void input() throws IOException {
    JsonToken token = values.json().currentToken();
    if (token != JsonToken.VALUE_STRING && token != JsonToken.START_ARRAY) {
      throw BadBody.type("input", "a string or an array", values.json());
    }
    input = true;
    content.reset();
    items = token == JsonToken.VALUE_STRING ? 1 : 0;
    references = false;
    if (token == JsonToken.VALUE_STRING) {
      content.walk(true);
      said.end("user");
      return;
    }
    while (values.json().nextToken() != JsonToken.END_ARRAY) {
      items++;
      references |= item();
    }
  }

  /** Walks an item; whether it is a reference to another. */
  private boolean item() throws IOException {
    if (values.json().currentToken() != JsonToken.START_OBJECT) {
      content.walk(true);
      said.end("user");
      return false;
    }
    String type = "";
    String role = "";
    boolean hasRole = false;
    boolean id = false;
    while (values.json().nextToken() != JsonToken.END_OBJECT) {
      String name = values.json().currentName();
      hasRole |= name.equals("role");
      id |= name.equals("id");
      boolean text = content.field(name, true) == JsonToken.VALUE_STRING;
      type = text && name.equals("type") ? values.json().getText() : type;
      role = text && name.equals("role") ? values.json().getText() : role;
    }
    said.end(role);
    return ItemReferences.isReference(type, hasRole, id);
  }

  private void background() throws IOException {
    if (values.flag("background")) {
      throw new BadBody(
          "unsupported_value",
          "background",
          "Responses are not made in the background here: leave 'background' out.");
    }
  }

  private void text() throws IOException {
    format = "";
    values.object(
        "text",
        key -> {
          if (key.equals("format")) {
            format = values.jsonFormat("text.format");
          } else {
            values.skip();
          }
        });
  }

  @Override
  public BodyFacts facts() throws BadBody {
    Values.require(model);
    if (!input && previous.isEmpty()) {
      throw BadBody.missing("input");
    }
    var found = content.facts();
    Capabilities needs =
        content
            .needs(new Capabilities())
            .with(Capabilities.TOOLS, tools)
            .with(Capabilities.REASONING, reasoning)
            .format(format);
    return new BodyFacts(
        model,
        new BodyFacts.Streaming(stream, false),
        store,
        new Earlier(Optional.of(previous).filter(id -> !id.isEmpty()), references),
        found
            .setPromptChars(found.getPromptChars() + instructions.facts().getPromptChars())
            .setMessages(items)
            .setTools(tools)
            .setJsonOutput(!format.isEmpty())
            .setMaxOutputTokens(maxTokens)
            .setNeeds(needs.list())
            .setPromptTokens(said.tokens() + told.tokens() + (long) Math.ceil(toolTokens))
            .setTemperature(temperature)
            .build(),
        metadata.with(said.said(told)));
  }
}
