package dev.strowger.dialects.api.messages;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.strowger.dialects.FailureKind;
import dev.strowger.dialects.Fault;
import dev.strowger.dialects.api.DataUrl;
import dev.strowger.dialects.conversation.Part;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads fields, and notes the first thing found wrong and what only Anthropic knows. Readers go on
 * with a harmless value after a fault. Paths are written as Anthropic writes them: {@code
 * messages.0.content.1.text}.
 */
final class Fields {
  /** More foreign parameters than this are not told apart. */
  private static final int MAX_FOREIGN = 64;

  private final List<String> foreign = new ArrayList<>();
  private @Nullable Fault fault;

  /** The first fault. */
  Optional<Fault> fault() {
    return Optional.ofNullable(fault);
  }

  /** What was set that only Anthropic knows, by its path. */
  List<String> foreign() {
    return foreign;
  }

  /** The request is at fault, whoever answers it. */
  void wrong(String path, String message) {
    note(FailureKind.BAD_REQUEST, path, message);
  }

  /** Anthropic may do it; no other provider can. */
  void onlyAnthropic(String path, String message) {
    note(FailureKind.UNSUPPORTED, path, message);
  }

  void foreign(String path) {
    if (foreign.size() < MAX_FOREIGN) {
      foreign.add(path);
    }
  }

  private void note(FailureKind kind, String path, String message) {
    if (fault == null) {
      fault = new Fault(kind, 0, path + ": " + message, Optional.of(path), Optional.empty());
    }
  }

  /** Every field that is set and not among these is foreign. */
  void onlyKnows(Set<String> names, JsonNode object, String path) {
    for (Iterator<String> fields = object.fieldNames(); fields.hasNext(); ) {
      String name = fields.next();
      JsonNode value = object.path(name);
      boolean empty = value.isContainerNode() && value.isEmpty();
      if (!names.contains(name) && !absent(value) && !empty) {
        foreign(at(path, name));
      }
    }
  }

  /** A text that must be there and not empty. */
  String text(JsonNode object, String name, String path) {
    JsonNode value = object.path(name);
    if (!value.isTextual() || value.textValue().isEmpty()) {
      wrong(at(path, name), "expected a text");
      return "";
    }
    return value.textValue();
  }

  /** What a provider is to fetch. */
  String url(JsonNode object, String path) {
    String url = text(object, "url", path);
    if (!DataUrl.isRemote(url)) {
      wrong(at(path, "url"), "expected an http(s) URL");
    }
    return url;
  }

  /** A text that may be empty, or missing. */
  String textOrNone(JsonNode object, String name, String path) {
    JsonNode value = object.path(name);
    if (!absent(value) && !value.isTextual()) {
      wrong(at(path, name), "expected a text");
    }
    return value.isTextual() ? value.textValue() : "";
  }

  ObjectNode object(JsonNode object, String name, String path) {
    if (object.path(name) instanceof ObjectNode value) {
      return value;
    }
    wrong(at(path, name), "expected an object");
    return JsonNodeFactory.instance.objectNode();
  }

  OptionalLong wholeNumber(JsonNode object, String name, String path) {
    JsonNode value = object.path(name);
    if (absent(value)) {
      return OptionalLong.empty();
    }
    if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
      wrong(at(path, name), "expected a whole number");
      return OptionalLong.empty();
    }
    return OptionalLong.of(value.longValue());
  }

  OptionalDouble share(JsonNode object, String name) {
    JsonNode value = object.path(name);
    if (absent(value)) {
      return OptionalDouble.empty();
    }
    double number = value.doubleValue();
    if (!value.isNumber() || !(number >= 0 && number <= 1)) {
      wrong(name, "expected a number from 0 to 1");
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(number);
  }

  boolean flag(JsonNode object, String name, String path) {
    JsonNode value = object.path(name);
    if (!absent(value) && !value.isBoolean()) {
      wrong(at(path, name), "expected true or false");
    }
    return value.asBoolean();
  }

  /** The mark behind a block or a tool. */
  Optional<Part.CacheMark> cacheMark(JsonNode object, String path) {
    JsonNode control = object.path("cache_control");
    if (absent(control)) {
      return Optional.empty();
    }
    if (!control.path("type").asText().equals("ephemeral")) {
      wrong(at(path, "cache_control.type"), "expected ephemeral");
    }
    return Optional.of(new Part.CacheMark(control.path("ttl").asText("")));
  }

  static boolean absent(JsonNode value) {
    return value.isMissingNode() || value.isNull();
  }

  static String at(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }
}
