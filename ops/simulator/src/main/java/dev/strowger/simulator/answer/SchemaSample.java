package dev.strowger.simulator.answer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/** A value that fits a JSON schema, as far as types, enums, required members and bounds go. */
final class SchemaSample {
  private static final int DEEPEST = 12;
  private static final int MOST_ITEMS = 16;
  private static final int MOST_CHARS = 1_000;
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final JsonNode root;
  private final SplittableRandom random;

  private SchemaSample(JsonNode root, SplittableRandom random) {
    this.root = root;
    this.random = random;
  }

  /** A schema that is missing gives an empty object. */
  static JsonNode of(JsonNode schema, SplittableRandom random) {
    if (!schema.isObject()) {
      return JSON.objectNode();
    }
    return new SchemaSample(schema, random).value(schema, DEEPEST);
  }

  private JsonNode value(JsonNode schema, int depth) {
    if (depth == 0) {
      return JSON.nullNode();
    }
    if (schema.has("const")) {
      return schema.get("const");
    }
    if (schema.path("enum").isArray() && !schema.get("enum").isEmpty()) {
      return schema.get("enum").get(random.nextInt(schema.get("enum").size()));
    }
    if (schema.path("$ref").asText().startsWith("#/")) {
      return value(root.at(schema.get("$ref").asText().substring(1)), depth - 1);
    }
    for (String choice : new String[] {"anyOf", "oneOf", "allOf"}) {
      if (schema.path(choice).isArray() && !schema.get(choice).isEmpty()) {
        return value(schema.get(choice).get(0), depth - 1);
      }
    }
    return typed(schema, depth);
  }

  private JsonNode typed(JsonNode schema, int depth) {
    JsonNode type =
        schema.path("type").isArray() ? schema.get("type").path(0) : schema.path("type");
    // Gemini spells its types in capitals.
    String name = type.asText(schema.has("properties") ? "object" : "string");
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "object" -> object(schema, depth);
      case "array" -> array(schema, depth);
      case "integer" -> JSON.numberNode(Math.round(Math.ceil(number(schema, 1))));
      case "number" -> JSON.numberNode(number(schema, 0.5));
      case "boolean" -> JSON.booleanNode(random.nextBoolean());
      case "null" -> JSON.nullNode();
      default -> JSON.textNode(text(schema));
    };
  }

  private ObjectNode object(JsonNode schema, int depth) {
    ObjectNode object = JSON.objectNode();
    JsonNode properties = schema.path("properties");
    JsonNode required = schema.path("required");
    if (required.isArray() && !required.isEmpty()) {
      for (JsonNode name : required) {
        object.set(name.asText(), value(properties.path(name.asText()), depth - 1));
      }
      return object;
    }
    for (Map.Entry<String, JsonNode> property : properties.properties()) {
      object.set(property.getKey(), value(property.getValue(), depth - 1));
    }
    return object;
  }

  private ArrayNode array(JsonNode schema, int depth) {
    ArrayNode array = JSON.arrayNode();
    int items = Math.min(Math.max(1, schema.path("minItems").asInt(1)), MOST_ITEMS);
    for (int i = 0; i < items; i++) {
      array.add(value(schema.path("items"), depth - 1));
    }
    return array;
  }

  private double number(JsonNode schema, double above) {
    double least =
        schema.has("exclusiveMinimum")
            ? schema.get("exclusiveMinimum").asDouble() + above
            : schema.path("minimum").asDouble(0);
    double most =
        schema.has("exclusiveMaximum")
            ? schema.get("exclusiveMaximum").asDouble() - above
            : schema.path("maximum").asDouble(least + 100);
    return most <= least
        ? most
        : Math.min(most, least + random.nextInt((int) Math.min(100, Math.ceil(most - least))));
  }

  private String text(JsonNode schema) {
    String known =
        switch (schema.path("format").asText("")) {
          case "date" -> "2030-01-15";
          case "date-time" -> "2030-01-15T12:00:00Z";
          case "time" -> "12:00:00Z";
          case "email" -> "caller@example.com";
          case "uri" -> "https://example.com/";
          case "uuid" -> "123e4567-e89b-42d3-a456-426614174000";
          default -> Words.next(random);
        };
    StringBuilder text = new StringBuilder(known);
    int least = Math.min(schema.path("minLength").asInt(0), MOST_CHARS);
    while (text.length() < least) {
      text.append(' ').append(Words.next(random));
    }
    int most = Math.max(schema.path("maxLength").asInt(MOST_CHARS), 0);
    return text.length() > most ? text.substring(0, most) : text.toString();
  }
}
