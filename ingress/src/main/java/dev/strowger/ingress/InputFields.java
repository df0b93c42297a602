package dev.strowger.ingress;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/** {@code POST /v1/embeddings}. Source: OpenAI's API reference, "Create embeddings". */
final class InputFields implements BodyFields {
  private final Values values;
  private final PromptText text = new PromptText();
  private final ContentScanner content;
  private final Metadata metadata;
  private String model = "";
  private boolean input;

  InputFields(Values values) {
    this.values = values;
    this.content = new ContentScanner(values.json(), text);
    this.metadata = new Metadata(values);
  }

  @Override
  public void field(String name) throws IOException {
    switch (name) {
      case "model" -> model = values.model();
      case "input" -> input();
      case "dimensions" -> values.integer(name, 1, Integer.MAX_VALUE);
      case "encoding_format" -> encoding(values.text(name));
      default -> metadata.field(name);
    }
  }

  private void input() throws IOException {
    JsonToken token = values.json().currentToken();
    if (token != JsonToken.VALUE_STRING && token != JsonToken.START_ARRAY) {
      throw BadBody.type("input", "a string or an array", values.json());
    }
    content.reset();
    content.walk(true);
    text.end("user");
    input = true;
  }

  private static void encoding(String format) throws BadBody {
    if (!format.isEmpty() && !format.equals("float") && !format.equals("base64")) {
      throw new BadBody(
          "invalid_value",
          "encoding_format",
          "Invalid value '"
              + BadBody.echo(format)
              + "' for 'encoding_format': expected float or base64.");
    }
  }

  @Override
  public BodyFacts facts() throws BadBody {
    Values.require(model);
    if (!input) {
      throw BadBody.missing("input");
    }
    return BodyFacts.of(
        model,
        BodyFacts.Streaming.NONE,
        content.facts().setPromptTokens(text.tokens()).build(),
        metadata.with(text.said()));
  }
}
