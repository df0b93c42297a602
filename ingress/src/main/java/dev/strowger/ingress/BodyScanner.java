package dev.strowger.ingress;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.strowger.records.RequestFacts;
import java.io.IOException;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * Reads a chat request's body once, without building a tree: takes the facts that routing needs and
 * refuses what OpenAI's API would refuse. What it does not know it passes over; dialects judge it.
 * One scanner reads one body.
 */
final class BodyScanner {
  /** Objects and arrays within each other. */
  static final int MAX_DEPTH = 64;

  static final int MAX_NUMBER_CHARS = 100;
  static final int MAX_NAME_CHARS = 1024;
  static final int MAX_MODEL_CHARS = 256;
  private static final int MAX_CHOICES = 128;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNumberLength(MAX_NUMBER_CHARS)
                  .maxNameLength(MAX_NAME_CHARS)
                  // A string is bounded by the body: images come as one string.
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .build();

  /** What a scan found. */
  sealed interface Scan {
    record Accepted(ChatFacts facts) implements Scan {}

    record Rejected(OpenAiError error) implements Scan {}
  }

  private final JsonParser json;
  private final MessageScanner messages;
  private String model = "";
  private boolean stream;
  private boolean streamOptions;
  private boolean includeUsage;
  private boolean tools;
  private boolean jsonOutput;
  private @Nullable Long maxTokens;
  private @Nullable Long maxCompletionTokens;

  private BodyScanner(JsonParser json) {
    this.json = json;
    this.messages = new MessageScanner(json);
  }

  static Scan scan(byte[] body) {
    try (JsonParser json = JSON.createParser(body)) {
      return scan(json);
    } catch (IOException e) {
      return new Scan.Rejected(
          OpenAiError.invalid(400, "invalid_json", null, "The body cannot be read as JSON."));
    }
  }

  private static Scan scan(JsonParser json) throws IOException {
    try {
      return new Scan.Accepted(new BodyScanner(json).root());
    } catch (BadBody e) {
      return new Scan.Rejected(e.error());
    } catch (StreamConstraintsException e) {
      return new Scan.Rejected(beyondBounds(json));
    } catch (JsonProcessingException e) {
      return new Scan.Rejected(malformed(e));
    }
  }

  private static OpenAiError beyondBounds(JsonParser json) {
    // The parser has entered the level that is one too many when it complains.
    boolean deep = json.getParsingContext().getNestingDepth() >= MAX_DEPTH;
    return OpenAiError.invalid(
        400,
        deep ? "nesting_too_deep" : "value_too_long",
        null,
        deep
            ? "The body is nested deeper than " + MAX_DEPTH + " levels."
            : "The body has a number of more than "
                + MAX_NUMBER_CHARS
                + " characters or a name of more than "
                + MAX_NAME_CHARS
                + ".");
  }

  private static OpenAiError malformed(JsonProcessingException e) {
    JsonLocation at = e.getLocation();
    String place =
        at == null ? "" : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")";
    return OpenAiError.invalid(
        400,
        "invalid_json",
        null,
        "The body is not valid JSON" + place + ": " + BadBody.echo(e.getOriginalMessage()));
  }

  private ChatFacts root() throws IOException {
    JsonToken first = json.nextToken();
    if (first == null) {
      throw new BadBody("invalid_json", null, "The body is empty; expected a JSON object.");
    }
    if (first != JsonToken.START_OBJECT) {
      throw new BadBody("invalid_json", null, "The body must be a JSON object.");
    }
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      json.nextToken();
      field(name);
    }
    if (json.nextToken() != null) {
      throw new BadBody("invalid_json", null, "The body has more than one JSON value.");
    }
    return facts();
  }

  private void field(String name) throws IOException {
    switch (name) {
      case "model" -> model = model();
      case "messages" -> messages.scan();
      case "stream" -> stream = flag(name);
      case "stream_options" -> streamOptions();
      case "n" -> integer(name, 1, MAX_CHOICES);
      case "max_tokens" -> maxTokens = integer(name, 1, Integer.MAX_VALUE);
      case "max_completion_tokens" -> maxCompletionTokens = integer(name, 1, Integer.MAX_VALUE);
      case "temperature" -> decimal(name, 0, 2);
      case "top_p" -> decimal(name, 0, 1);
      case "presence_penalty", "frequency_penalty" -> decimal(name, -2, 2);
      case "tools", "functions" -> tools |= list(name);
      case "response_format" -> jsonOutput = jsonFormat();
      default -> json.skipChildren();
    }
  }

  private String model() throws IOException {
    if (json.currentToken() == JsonToken.VALUE_NULL) {
      return "";
    }
    if (json.currentToken() != JsonToken.VALUE_STRING) {
      throw BadBody.type("model", "a string", json);
    }
    String name = json.getText();
    if (name.length() > MAX_MODEL_CHARS) {
      throw new BadBody(
          "string_above_max_length",
          "model",
          "Invalid 'model': expected at most " + MAX_MODEL_CHARS + " characters.");
    }
    return name;
  }

  private boolean flag(String name) throws IOException {
    return switch (json.currentToken()) {
      case VALUE_TRUE -> true;
      case VALUE_FALSE, VALUE_NULL -> false;
      default -> throw BadBody.type(name, "a boolean", json);
    };
  }

  private void streamOptions() throws IOException {
    includeUsage = false;
    streamOptions = json.currentToken() != JsonToken.VALUE_NULL;
    if (!streamOptions) {
      return;
    }
    if (json.currentToken() != JsonToken.START_OBJECT) {
      throw BadBody.type("stream_options", "an object", json);
    }
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      json.nextToken();
      if (name.equals("include_usage")) {
        includeUsage = flag("stream_options.include_usage");
      } else {
        json.skipChildren();
      }
    }
  }

  private @Nullable Long integer(String name, long least, long most) throws IOException {
    if (json.currentToken() == JsonToken.VALUE_NULL) {
      return null;
    }
    if (json.currentToken() != JsonToken.VALUE_NUMBER_INT) {
      throw BadBody.type(name, "an integer", json);
    }
    BigInteger value = json.getBigIntegerValue();
    if (value.compareTo(BigInteger.valueOf(least)) < 0) {
      throw BadBody.range(name, "integer", "at least " + least, "below_min_value", json);
    }
    if (value.compareTo(BigInteger.valueOf(most)) > 0) {
      throw BadBody.range(name, "integer", "at most " + most, "above_max_value", json);
    }
    return value.longValueExact();
  }

  private void decimal(String name, int least, int most) throws IOException {
    if (json.currentToken() == JsonToken.VALUE_NULL) {
      return;
    }
    if (!json.currentToken().isNumeric()) {
      throw BadBody.type(name, "a decimal", json);
    }
    double value = json.getDoubleValue();
    if (value < least) {
      throw BadBody.range(name, "decimal", "at least " + least, "below_min_value", json);
    }
    if (value > most) {
      throw BadBody.range(name, "decimal", "at most " + most, "above_max_value", json);
    }
  }

  private boolean list(String name) throws IOException {
    if (json.currentToken() == JsonToken.VALUE_NULL) {
      return false;
    }
    if (json.currentToken() != JsonToken.START_ARRAY) {
      throw BadBody.type(name, "an array", json);
    }
    boolean any = false;
    while (json.nextToken() != JsonToken.END_ARRAY) {
      any = true;
      json.skipChildren();
    }
    return any;
  }

  private boolean jsonFormat() throws IOException {
    if (json.currentToken() == JsonToken.VALUE_NULL) {
      return false;
    }
    if (json.currentToken() != JsonToken.START_OBJECT) {
      throw BadBody.type("response_format", "an object", json);
    }
    boolean structured = false;
    while (json.nextToken() != JsonToken.END_OBJECT) {
      boolean type = json.currentName().equals("type");
      if (json.nextToken() == JsonToken.VALUE_STRING && type) {
        structured = json.getText().startsWith("json");
      }
      json.skipChildren();
    }
    return structured;
  }

  private ChatFacts facts() throws BadBody {
    if (model.isBlank()) {
      throw BadBody.missing("model");
    }
    if (messages.count() < 0) {
      throw BadBody.missing("messages");
    }
    if (streamOptions && !stream) {
      throw new BadBody(
          "invalid_value", "stream_options", "'stream_options' needs 'stream' to be true.");
    }
    return new ChatFacts(
        model,
        stream,
        includeUsage,
        RequestFacts.newBuilder()
            .setMessages(messages.count())
            .setPromptChars(messages.chars())
            .setTools(tools)
            .setImages(messages.images())
            .setJsonOutput(jsonOutput)
            .setMaxOutputTokens(maxCompletionTokens != null ? maxCompletionTokens : maxTokens)
            .build());
  }
}
