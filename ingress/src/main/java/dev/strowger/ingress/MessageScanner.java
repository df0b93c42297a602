package dev.strowger.ingress;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Set;

/** Reads the {@code messages} of a chat request: how many, how much text, whether images. */
final class MessageScanner {
  private static final Set<String> ROLES =
      Set.of("system", "developer", "user", "assistant", "tool", "function");
  private static final Set<String> IMAGE_PARTS = Set.of("image_url", "input_image", "image");

  private final JsonParser json;
  private int count = -1;
  private long chars;
  private boolean images;

  MessageScanner(JsonParser json) {
    this.json = json;
  }

  /** -1 until messages were found. */
  int count() {
    return count;
  }

  /** UTF-16 units of all text. */
  long chars() {
    return chars;
  }

  boolean images() {
    return images;
  }

  void scan() throws IOException {
    count = 0;
    chars = 0;
    images = false;
    if (json.currentToken() != JsonToken.START_ARRAY) {
      throw BadBody.type("messages", "an array of objects", json);
    }
    while (json.nextToken() != JsonToken.END_ARRAY) {
      message("messages[" + count + "]");
      count++;
    }
    if (count == 0) {
      throw new BadBody(
          "empty_array", "messages", "Invalid 'messages': expected at least one message.");
    }
  }

  private void message(String path) throws IOException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      throw BadBody.type(path, "an object", json);
    }
    String role = "";
    boolean content = false;
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      json.nextToken();
      switch (name) {
        case "role" -> role = role(path + ".role");
        case "content" -> content = content(path + ".content");
        default -> json.skipChildren();
      }
    }
    if (role.isEmpty()) {
      throw BadBody.missing(path + ".role");
    }
    // An assistant may have spoken in tool calls alone; a function's result may be null.
    if (!content && !role.equals("assistant") && !role.equals("function")) {
      throw BadBody.missing(path + ".content");
    }
  }

  private String role(String path) throws IOException {
    if (json.currentToken() != JsonToken.VALUE_STRING) {
      throw BadBody.type(path, "a string", json);
    }
    String role = json.getText();
    if (!ROLES.contains(role)) {
      throw new BadBody(
          "invalid_value",
          path,
          "Invalid value '"
              + BadBody.echo(role)
              + "' for '"
              + path
              + "': expected system, developer, user, assistant, tool or function.");
    }
    return role;
  }

  private boolean content(String path) throws IOException {
    return switch (json.currentToken()) {
      case VALUE_NULL -> false;
      case VALUE_STRING -> {
        chars += json.getTextLength();
        yield true;
      }
      case START_ARRAY -> {
        for (int i = 0; json.nextToken() != JsonToken.END_ARRAY; i++) {
          part(path + "[" + i + "]");
        }
        yield true;
      }
      default -> throw BadBody.type(path, "a string or an array of objects", json);
    };
  }

  private void part(String path) throws IOException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      throw BadBody.type(path, "an object", json);
    }
    String type = "";
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      boolean text = json.nextToken() == JsonToken.VALUE_STRING;
      if (name.equals("type")) {
        if (!text) {
          throw BadBody.type(path + ".type", "a string", json);
        }
        type = json.getText();
      } else if (name.equals("text") && text) {
        chars += json.getTextLength();
      } else {
        json.skipChildren();
      }
    }
    if (type.isEmpty()) {
      throw BadBody.missing(path + ".type");
    }
    images |= IMAGE_PARTS.contains(type);
  }
}
