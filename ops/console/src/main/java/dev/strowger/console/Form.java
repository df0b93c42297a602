package dev.strowger.console;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An object of a call's body, read field by field. What is wrong is collected, fields that nobody
 * reads included, and said all at once by {@link #orRefuse}; until then a bad field counts as left
 * out.
 */
final class Form {
  private static final Pattern DURATION = Pattern.compile("([0-9]{1,6})(s|m|h|d)");
  private static final int MICROS_DIGITS = 6;

  private final JsonNode body;
  private final String prefix;
  private final List<Wrong> wrong;
  private final Set<String> read = new LinkedHashSet<>();

  /** What is wrong with one field. */
  record Wrong(String param, String message) {}

  Form(JsonNode body) {
    this(body, "", new ArrayList<>());
  }

  private Form(JsonNode body, String prefix, List<Wrong> wrong) {
    this.body = body;
    this.prefix = prefix;
    this.wrong = wrong;
  }

  /** Whether the field was sent, be it with null. */
  boolean has(String name) {
    read.add(name);
    return body.has(name);
  }

  /** The form within this one; empty if it was left out or is null. */
  Optional<Form> object(String name) {
    JsonNode value = value(name);
    if (value.isObject()) {
      return Optional.of(new Form(value, prefix + name + ".", wrong));
    }
    if (!absent(value)) {
      wrong(name, "must be an object");
    }
    return Optional.empty();
  }

  String text(String name, Predicate<String> sound, String expected) {
    Optional<String> text = optionalText(name, sound, expected);
    if (text.isEmpty() && absent(value(name))) {
      wrong(name, "is missing: " + expected);
    }
    return text.orElse("");
  }

  Optional<String> optionalText(String name, Predicate<String> sound, String expected) {
    JsonNode value = value(name);
    if (absent(value)) {
      return Optional.empty();
    }
    if (!value.isTextual() || !sound.test(value.textValue())) {
      wrong(name, "must be " + expected);
      return Optional.empty();
    }
    return Optional.of(value.textValue());
  }

  List<String> texts(String name, int most, Predicate<String> sound, String expected) {
    JsonNode value = value(name);
    List<String> texts = new ArrayList<>();
    if (absent(value)) {
      return texts;
    }
    if (!value.isArray() || value.size() > most) {
      wrong(name, "must be a list of at most " + most);
      return texts;
    }
    for (JsonNode item : value) {
      if (item.isTextual() && sound.test(item.textValue())) {
        texts.add(item.textValue());
      } else {
        wrong(name, item + " is not " + expected);
      }
    }
    return texts;
  }

  Map<String, String> pairs(
      String name, int most, Predicate<Map.Entry<String, String>> sound, String expected) {
    JsonNode value = value(name);
    Map<String, String> pairs = new LinkedHashMap<>();
    if (absent(value)) {
      return pairs;
    }
    if (!value.isObject() || value.size() > most) {
      wrong(name, "must be an object of at most " + most + " texts");
      return pairs;
    }
    for (Map.Entry<String, JsonNode> field : value.properties()) {
      if (field.getValue().isTextual()
          && sound.test(Map.entry(field.getKey(), field.getValue().textValue()))) {
        pairs.put(field.getKey(), field.getValue().textValue());
      } else {
        wrong(name, "\"" + field.getKey() + "\" is not " + expected);
      }
    }
    return pairs;
  }

  long number(String name, long otherwise, long least, long most) {
    JsonNode value = value(name);
    if (absent(value)) {
      return otherwise;
    }
    if (!value.canConvertToExactIntegral()
        || value.longValue() < least
        || value.longValue() > most) {
      wrong(name, "must be a whole number from " + least + " to " + most);
      return otherwise;
    }
    return value.longValue();
  }

  boolean flag(String name, boolean otherwise) {
    JsonNode value = value(name);
    if (!absent(value) && !value.isBoolean()) {
      wrong(name, "must be true or false");
    }
    return value.isBoolean() ? value.booleanValue() : otherwise;
  }

  /** An amount such as {@code "12.50"}, in micros; 0 to ten million million. */
  long micros(String name, long otherwise) {
    JsonNode value = value(name);
    if (absent(value)) {
      return otherwise;
    }
    try {
      BigDecimal amount = new BigDecimal(value.asText());
      if (amount.signum() >= 0 && amount.precision() - amount.scale() <= 13) {
        return amount.movePointRight(MICROS_DIGITS).longValueExact();
      }
    } catch (ArithmeticException | NumberFormatException e) {
      // Said below.
    }
    wrong(name, "must be an amount such as \"12.50\", with at most 6 decimals");
    return otherwise;
  }

  Optional<Instant> time(String name) {
    JsonNode value = value(name);
    if (absent(value)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Instant.parse(value.asText()).truncatedTo(ChronoUnit.MILLIS));
    } catch (DateTimeParseException e) {
      wrong(name, "must be a time such as 2027-01-31T00:00:00Z");
      return Optional.empty();
    }
  }

  Optional<Duration> duration(String name) {
    JsonNode value = value(name);
    if (absent(value)) {
      return Optional.empty();
    }
    Matcher matcher = DURATION.matcher(value.asText());
    if (!matcher.matches()) {
      wrong(name, "must be a duration such as 30m, 24h or 7d");
      return Optional.empty();
    }
    long amount = Long.parseLong(matcher.group(1));
    return Optional.of(
        switch (matcher.group(2)) {
          case "s" -> Duration.ofSeconds(amount);
          case "m" -> Duration.ofMinutes(amount);
          case "h" -> Duration.ofHours(amount);
          default -> Duration.ofDays(amount);
        });
  }

  void wrong(String name, String message) {
    wrong.add(new Wrong(prefix + name, "\"" + prefix + name + "\" " + message));
  }

  /** Fields that nobody has asked for are wrong too. */
  void done() {
    body.fieldNames()
        .forEachRemaining(
            name -> {
              if (!read.contains(name)) {
                wrong(name, "is not known here");
              }
            });
  }

  /**
   * @throws Refusal (400) with everything that is wrong
   */
  void orRefuse() {
    done();
    if (!wrong.isEmpty()) {
      throw Refusal.invalid(wrong);
    }
  }

  private JsonNode value(String name) {
    read.add(name);
    return body.path(name);
  }

  private static boolean absent(JsonNode value) {
    return value.isMissingNode() || value.isNull();
  }
}
