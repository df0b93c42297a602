package dev.strowger.ingress;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.strowger.records.RequestFacts;
import java.io.IOException;
import java.util.Set;

/** Finds in content of any API how much text there is, and what there is besides text. */
final class ContentScanner {
  private static final Set<String> IMAGES = Set.of("image_url", "input_image", "image");
  private static final Set<String> AUDIO = Set.of("input_audio", "audio");
  private static final Set<String> FILES = Set.of("file", "input_file", "document");

  /** Fields whose strings a model reads; others hold ids, URLs, signatures and base64. */
  private static final Set<String> TEXTS =
      Set.of("text", "content", "output", "arguments", "thinking", "instructions");

  /** What a picture of usual size is for models of today. */
  private static final double TOKENS_OF_AN_IMAGE = 800;

  private final JsonParser json;
  private final PromptText text;
  private long chars;
  private boolean images;
  private boolean audio;
  private boolean files;

  /**
   * @param text is given what is said
   */
  ContentScanner(JsonParser json, PromptText text) {
    this.json = json;
    this.text = text;
  }

  /** Forgets what it has seen, for a field that is repeated: the last one counts. */
  void reset() {
    text.reset();
    chars = 0;
    images = false;
    audio = false;
    files = false;
  }

  /** Takes the text the parser stands at, as what the author of the message says. */
  void say() throws IOException {
    int length = json.getTextLength();
    chars += length;
    text.add(json.getTextCharacters(), json.getTextOffset(), length);
  }

  /** Takes the text the parser stands at, as what a model reads besides. */
  private void read() throws IOException {
    int length = json.getTextLength();
    chars += length;
    text.count(json.getTextCharacters(), json.getTextOffset(), length);
  }

  /** Takes the type of a part, e.g. {@code input_image}. */
  void type(String type) {
    if (IMAGES.contains(type)) {
      images = true;
      text.count(TOKENS_OF_AN_IMAGE);
    }
    audio |= AUDIO.contains(type);
    files |= FILES.contains(type);
  }

  /**
   * Walks the value the parser stands at: a text, or lists and objects of parts.
   *
   * @param said by the author of the message, and not given by a tool
   */
  void walk(boolean said) throws IOException {
    switch (json.currentToken()) {
      case VALUE_STRING -> {
        if (said) {
          say();
        } else {
          read();
        }
      }
      // Text may come as the numbers of its tokens.
      case VALUE_NUMBER_INT -> text.count(1);
      case START_ARRAY -> {
        while (json.nextToken() != JsonToken.END_ARRAY) {
          walk(said);
        }
      }
      case START_OBJECT -> {
        while (json.nextToken() != JsonToken.END_OBJECT) {
          field(json.currentName(), said);
        }
      }
      default -> {}
    }
  }

  /**
   * Walks a field's value.
   *
   * @return how it begins
   */
  JsonToken field(String name, boolean said) throws IOException {
    JsonToken value = json.nextToken();
    if (TEXTS.contains(name)) {
      walk(said && (name.equals("text") || name.equals("content")));
    } else if (name.equals("type") && value == JsonToken.VALUE_STRING) {
      type(json.getText());
    } else {
      json.skipChildren();
    }
    return value;
  }

  /** Adds what a request needs for what it holds besides text. */
  Capabilities needs(Capabilities needs) {
    return needs
        .with(Capabilities.VISION, images)
        .with(Capabilities.AUDIO, audio)
        .with(Capabilities.FILES, files);
  }

  /** Writes what was found. */
  RequestFacts.Builder facts() {
    return RequestFacts.newBuilder()
        .setPromptChars(chars)
        .setImages(images)
        .setAudio(audio)
        .setFiles(files);
  }
}
