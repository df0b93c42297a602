package dev.strowger.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/**
 * One call of an operator, off the event loop.
 *
 * @param path parameters of the path
 * @param query parameters behind the question mark; of one given twice, one
 * @param body missing if nothing was sent
 */
record Call(Map<String, String> path, Map<String, String> query, JsonNode body) {
  Call {
    path = Map.copyOf(path);
    query = Map.copyOf(query);
  }

  static Call of(
      Map<String, String> path, Map<String, String> query, byte[] body, ObjectMapper json) {
    if (body.length == 0) {
      return new Call(path, query, MissingNode.getInstance());
    }
    try {
      JsonNode node = json.readTree(body);
      if (!node.isObject()) {
        throw Refusal.of(400, "invalid_json", "expected a JSON object as the body");
      }
      return new Call(path, query, node);
    } catch (JsonProcessingException e) {
      throw Refusal.of(
          400, "invalid_json", "the body is not valid JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw Refusal.of(400, "invalid_json", "the body is not valid JSON");
    }
  }

  String segment(String name) {
    String value = path.get(name);
    if (value == null) {
      throw new IllegalStateException("no path parameter " + name);
    }
    return value;
  }

  /** Empty if it was left out or has no value. */
  Optional<String> query(String name) {
    return Optional.ofNullable(query.get(name)).filter(value -> !value.isEmpty());
  }

  String text(String name, String what) {
    return optionalText(name)
        .filter(s -> !s.isBlank())
        .orElseThrow(() -> Refusal.badParam(name, "\"" + name + "\" is missing: " + what));
  }

  Optional<String> optionalText(String name) {
    JsonNode value = body.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isTextual()) {
      throw Refusal.badParam(name, "\"" + name + "\" must be text");
    }
    return Optional.of(value.textValue());
  }

  boolean flag(String name) {
    JsonNode value = body.path(name);
    if (!value.isMissingNode() && !value.isBoolean()) {
      throw Refusal.badParam(name, "\"" + name + "\" must be true or false");
    }
    return value.booleanValue();
  }
}
