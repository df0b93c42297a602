package dev.strowger.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

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

  /** Texts by name; empty if it was left out. */
  Map<String, String> texts(String name) {
    JsonNode value = body.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return Map.of();
    }
    Map<String, String> texts = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : value.properties()) {
      if (entry.getValue().isTextual()) {
        texts.put(entry.getKey(), entry.getValue().textValue());
      }
    }
    if (!value.isObject() || texts.size() != value.size()) {
      throw Refusal.badParam(name, "\"" + name + "\" must be an object of texts");
    }
    return texts;
  }

  /** Texts; empty if it was left out. */
  List<String> list(String name) {
    List<String> texts = new ArrayList<>();
    for (JsonNode item : body.path(name)) {
      if (!item.isTextual()) {
        throw Refusal.badParam(name, "\"" + name + "\" must be a list of texts");
      }
      texts.add(item.textValue());
    }
    return texts;
  }

  long number(String name, long otherwise, long least, long most) {
    JsonNode value = body.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return otherwise;
    }
    if (!value.canConvertToExactIntegral()
        || value.longValue() < least
        || value.longValue() > most) {
      throw Refusal.badParam(
          name, "\"" + name + "\" must be a whole number from " + least + " to " + most);
    }
    return value.longValue();
  }

  OptionalDouble fraction(String name) {
    JsonNode value = body.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return OptionalDouble.empty();
    }
    if (!value.isNumber() || value.doubleValue() < 0 || value.doubleValue() > 1) {
      throw Refusal.badParam(name, "\"" + name + "\" must be a number from 0 to 1");
    }
    return OptionalDouble.of(value.doubleValue());
  }

  Optional<Instant> time(String name) {
    return optionalText(name)
        .map(
            text -> {
              try {
                return Instant.parse(text);
              } catch (DateTimeParseException e) {
                throw Refusal.badParam(
                    name, "\"" + name + "\" must be a time as 2027-01-31T00:00:00Z");
              }
            });
  }

  boolean flag(String name) {
    JsonNode value = body.path(name);
    if (!value.isMissingNode() && !value.isBoolean()) {
      throw Refusal.badParam(name, "\"" + name + "\" must be true or false");
    }
    return value.booleanValue();
  }
}
