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

  private final JsonParser json;
  private long chars;
  private boolean images;
  private boolean audio;
  private boolean files;

  ContentScanner(JsonParser json) {
    this.json = json;
  }

  /** Forgets what it has seen, for a field that is repeated: the last one counts. */
  void reset() {
    chars = 0;
    images = false;
    audio = false;
    files = false;
  }

  /** Takes a text. */
  void add(int textChars) {
    chars += textChars;
  }

  /** Takes the type of a part, e.g. {@code input_image}. */
  void type(String type) {
    images |= IMAGES.contains(type);
    audio |= AUDIO.contains(type);
    files |= FILES.contains(type);
  }

  /** Walks the value the parser stands at: a text, or lists and objects of parts. */
  void walk() throws IOException {
    switch (json.currentToken()) {
      case VALUE_STRING -> add(json.getTextLength());
      case START_ARRAY -> {
        while (json.nextToken() != JsonToken.END_ARRAY) {
          walk();
        }
      }
      case START_OBJECT -> {
        while (json.nextToken() != JsonToken.END_OBJECT) {
          field(json.currentName());
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
  JsonToken field(String name) throws IOException {
    JsonToken value = json.nextToken();
    if (TEXTS.contains(name)) {
      walk();
    } else if (name.equals("type") && value == JsonToken.VALUE_STRING) {
      type(json.getText());
    } else {
      json.skipChildren();
    }
    return value;
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
