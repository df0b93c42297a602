package dev.strowger.ingress;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the client says of its request for itself: {@code metadata}, whom it works for, and what it
 * names the conversation by.
 */
final class Metadata {
  /** Of OpenAI's {@code metadata}, after its API reference. */
  static final int MAX_TAGS = 16;

  static final int MAX_NAME_CHARS = 64;
  static final int MAX_VALUE_CHARS = 512;

  /** The tag by which a client declares what class its data are of. */
  static final String DATA_CLASS = "data_class";

  private static final String METADATA = "metadata";

  private final Values values;
  private final Map<String, String> tags = new LinkedHashMap<>();
  private String user = "";
  private String safetyIdentifier = "";
  private String cacheKey = "";
  private String conversation = "";

  Metadata(Values values) {
    this.values = values;
  }

  /** Takes a field of OpenAI's APIs; anything that is none of its own is passed over. */
  void field(String name) throws IOException {
    switch (name) {
      case METADATA -> tags();
      case "user" -> user = values.text(name);
      case "safety_identifier" -> safetyIdentifier = values.text(name);
      case "prompt_cache_key" -> cacheKey = values.text(name);
      case "conversation" -> conversation();
      default -> values.skip();
    }
  }

  private void tags() throws IOException {
    tags.clear();
    values.object(
        METADATA,
        key -> {
          if (key.length() > MAX_NAME_CHARS) {
            throw tooLong("names", MAX_NAME_CHARS);
          }
          if (values.json().currentToken() != JsonToken.VALUE_STRING) {
            throw BadBody.type(METADATA + "." + BadBody.echo(key), "a string", values.json());
          }
          if (values.json().getTextLength() > MAX_VALUE_CHARS) {
            throw tooLong("values", MAX_VALUE_CHARS);
          }
          if (key.equals(DATA_CLASS) && !Labels.isDataClass(values.json().getText())) {
            throw new BadBody(
                "invalid_value",
                METADATA + "." + DATA_CLASS,
                "Invalid 'metadata.data_class': expected 1 to 64 letters, digits, '_', '.' and"
                    + " '-'.");
          }
          tags.put(key, values.json().getText());
          if (tags.size() > MAX_TAGS) {
            throw new BadBody(
                "object_above_max_properties",
                METADATA,
                "Invalid 'metadata': expected at most " + MAX_TAGS + " entries.");
          }
        });
  }

  private static BadBody tooLong(String what, int most) {
    return new BadBody(
        "string_above_max_length",
        METADATA,
        "Invalid 'metadata': expected " + what + " of at most " + most + " characters.");
  }

  /** An id, or an object with one. */
  private void conversation() throws IOException {
    if (values.json().currentToken() != JsonToken.START_OBJECT) {
      conversation = values.text("conversation");
      return;
    }
    values.object(
        "conversation",
        key -> {
          if (key.equals("id")) {
            conversation = values.text("conversation.id");
          } else {
            values.skip();
          }
        });
  }

  /** Anthropic's {@code metadata}, which has a {@code user_id} and nothing else. */
  void ofMessages() throws IOException {
    values.object(
        METADATA,
        key -> {
          if (key.equals("user_id")) {
            user = values.text("metadata.user_id");
          } else {
            values.skip();
          }
        });
  }

  BodyFacts.Personal with(PromptText.Said said) {
    return new BodyFacts.Personal(
        said,
        Map.copyOf(tags),
        safetyIdentifier.isEmpty() ? user : safetyIdentifier,
        conversation.isEmpty() ? cacheKey : conversation);
  }
}
