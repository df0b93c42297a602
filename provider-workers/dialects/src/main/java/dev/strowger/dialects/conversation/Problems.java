package dev.strowger.dialects.conversation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.dialects.FailureKind;
import dev.strowger.dialects.Fault;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The first thing found wrong in a request; readers go on with a harmless value after it. */
public final class Problems {
  private @Nullable Fault first;

  public Optional<Fault> first() {
    return Optional.ofNullable(first);
  }

  /**
   * @param param e.g. {@code messages[2].content}
   * @param message about the parameter; its value is never quoted
   */
  public void add(String param, String message) {
    note(FailureKind.UNSUPPORTED, param, message);
  }

  /** As {@link #add}, where no other target can do it either. */
  public void wrong(String param, String message) {
    note(FailureKind.BAD_REQUEST, param, message);
  }

  private void note(FailureKind kind, String param, String message) {
    if (first == null) {
      first = new Fault(kind, 0, param + ": " + message, Optional.of(param), Optional.empty());
    }
  }

  /** A text that must be there and not empty. */
  public String text(JsonNode object, String name, String path) {
    JsonNode value = object.path(name);
    if (!value.isTextual() || value.textValue().isEmpty()) {
      add(path + "." + name, "expected a text");
      return "";
    }
    return value.textValue();
  }

  /** A text or nothing. */
  public Optional<String> optionalText(JsonNode root, String name) {
    return optionalText(root, name, name);
  }

  /**
   * @param param the whole name, e.g. {@code reasoning.effort}
   */
  public Optional<String> optionalText(JsonNode object, String name, String param) {
    JsonNode value = object.path(name);
    if (absent(value)) {
      return Optional.empty();
    }
    if (!value.isTextual()) {
      add(param, "expected a text");
      return Optional.empty();
    }
    return Optional.of(value.textValue());
  }

  public OptionalLong wholeNumber(JsonNode root, String name) {
    return wholeNumber(root, name, name);
  }

  /**
   * @param param the whole name, e.g. {@code thinking.budget_tokens}
   */
  public OptionalLong wholeNumber(JsonNode object, String name, String param) {
    JsonNode value = object.path(name);
    if (absent(value)) {
      return OptionalLong.empty();
    }
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      add(param, "expected a whole number");
      return OptionalLong.empty();
    }
    return OptionalLong.of(value.longValue());
  }

  public OptionalDouble number(JsonNode root, String name, double least, double most) {
    JsonNode value = root.path(name);
    if (absent(value)) {
      return OptionalDouble.empty();
    }
    double number = value.doubleValue();
    if (!value.isNumber() || !(number >= least && number <= most)) {
      add(name, "expected a number from " + least + " to " + most);
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(number);
  }

  public boolean flag(JsonNode root, String name, boolean otherwise) {
    JsonNode value = root.path(name);
    if (absent(value)) {
      return otherwise;
    }
    if (!value.isBoolean()) {
      add(name, "expected true or false");
    }
    return value.asBoolean();
  }

  public static boolean absent(JsonNode value) {
    return value.isMissingNode() || value.isNull();
  }
}
