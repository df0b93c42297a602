package dev.strowger.ingress;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.strowger.records.RequestFacts;
import java.io.IOException;
import java.util.Set;

/** Reads {@code messages}: how many, how much text, and what there is besides text. */
final class MessageScanner {
  private static final Set<String> CHAT_ROLES =
      Set.of("system", "developer", "user", "assistant", "tool", "function");
  private static final Set<String> MESSAGES_ROLES = Set.of("user", "assistant");

  private final JsonParser json;
  private final Set<String> roles;
  private final String expected;
  private final PromptText text = new PromptText();
  private final ContentScanner content;
  private int count = -1;

  private MessageScanner(JsonParser json, Set<String> roles, String expected) {
    this.json = json;
    this.roles = roles;
    this.expected = expected;
    this.content = new ContentScanner(json, text);
  }

  /** Of OpenAI's chat API. */
  static MessageScanner ofChat(JsonParser json) {
    return new MessageScanner(
        json, CHAT_ROLES, "system, developer, user, assistant, tool or function");
  }

  /** Of Anthropic's Messages API. */
  static MessageScanner ofMessages(JsonParser json) {
    return new MessageScanner(
        json, MESSAGES_ROLES, "user or assistant; instructions go into 'system'");
  }

  /** -1 until messages were found. */
  int count() {
    return count;
  }

  PromptText text() {
    return text;
  }

  Capabilities needs(Capabilities needs) {
    return content.needs(needs);
  }

  /** What was found. */
  RequestFacts.Builder facts() {
    return content.facts().setMessages(Math.max(0, count));
  }

  void scan() throws IOException {
    count = 0;
    content.reset();
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
    boolean said = false;
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      json.nextToken();
      switch (name) {
        case "role" -> role = role(path + ".role");
        case "content" -> said = content(path + ".content");
        case "tool_calls" -> text.count(new Values(json).skipBytes() / Values.BYTES_OF_A_TOKEN);
        default -> json.skipChildren();
      }
    }
    text.end(role);
    if (role.isEmpty()) {
      throw BadBody.missing(path + ".role");
    }
    // An assistant may have spoken in tool calls alone; a function's result may be null.
    if (!said && !role.equals("assistant") && !role.equals("function")) {
      throw BadBody.missing(path + ".content");
    }
  }

  private String role(String path) throws IOException {
    if (json.currentToken() != JsonToken.VALUE_STRING) {
      throw BadBody.type(path, "a string", json);
    }
    String role = json.getText();
    if (!roles.contains(role)) {
      throw new BadBody(
          "invalid_value",
          path,
          "Invalid value '"
              + BadBody.echo(role)
              + "' for '"
              + path
              + "': expected "
              + expected
              + ".");
    }
    return role;
  }

  private boolean content(String path) throws IOException {
    return switch (json.currentToken()) {
      case VALUE_NULL -> false;
      case VALUE_STRING -> {
        content.say();
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
        content.say();
      } else if (name.equals("content")) {
        content.walk(false);
      } else {
        json.skipChildren();
      }
    }
    if (type.isEmpty()) {
      throw BadBody.missing(path + ".type");
    }
    content.type(type);
  }
}
