package dev.strowger.worker.gates;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.OutputFormat;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.SpecVersionDetector;
import com.networknt.schema.ValidationMessage;
import dev.strowger.dialects.json.Json;
import dev.strowger.dialects.review.AskedFormat;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/**
 * Whether a text is the JSON that was asked for. Schemas come from clients: what they refer to is
 * not fetched, their patterns are matched in linear time, and work that grows without end is broken
 * off. Pure.
 */
final class JsonGate {
  /** A longer answer or schema is not looked at. */
  static final int MAX_CHARS = 1 << 20;

  private static final int MAX_EXPONENT = 1_000;

  private static final SchemaValidatorsConfig CONFIG =
      SchemaValidatorsConfig.builder()
          .failFast(true)
          .preloadJsonSchema(false)
          .regularExpressionFactory(BoundedPattern::of)
          .build();

  private JsonGate() {}

  sealed interface Look {
    record Valid() implements Look {}

    record Invalid(String why) implements Look {}

    record Untold(String why) implements Look {}
  }

  static Look look(String text, AskedFormat format) {
    return switch (format) {
      case AskedFormat.Text() -> new Look.Untold("no JSON was asked for");
      case AskedFormat.AnyJson() ->
          object(text).isPresent() ? new Look.Valid() : new Look.Invalid("no JSON object");
      case AskedFormat.Schema(JsonNode schema) ->
          tree(text)
              .map(json -> bySchema(json, text.length(), schema))
              .orElseGet(() -> new Look.Invalid("no JSON"));
    };
  }

  private static Look bySchema(JsonNode json, int chars, JsonNode schema) {
    if (chars > MAX_CHARS || Json.bytes(schema).length > MAX_CHARS) {
      return new Look.Untold("answer or schema is too long");
    }
    if (boundless(json) || boundless(schema)) {
      return new Look.Untold("a number is too large to be worked with");
    }
    try {
      VersionFlag draft =
          SpecVersionDetector.detectOptionalVersion(schema, false).orElse(VersionFlag.V202012);
      Set<ValidationMessage> found =
          factory(draft)
              .getSchema(schema, CONFIG)
              .validate(new BoundedWork(), json, OutputFormat.DEFAULT);
      return found.isEmpty()
          ? new Look.Valid()
          : new Look.Invalid("violates the schema's " + found.iterator().next().getType());
    } catch (RuntimeException | StackOverflowError e) {
      // The client's schema, not the answer, is what the library cannot work with.
      return new Look.Untold("the schema cannot be used");
    }
  }

  private static JsonSchemaFactory factory(VersionFlag draft) {
    return JsonSchemaFactory.getInstance(
        draft,
        builder ->
            builder
                .enableSchemaCache(false)
                .schemaLoaders(
                    loaders ->
                        loaders.add(
                            iri -> {
                              throw new IllegalArgumentException("schemas are not fetched");
                            })));
  }

  /** Written out, a number with such an exponent would fill the memory. */
  private static boolean boundless(JsonNode json) {
    if (json.isBigDecimal()) {
      return Math.abs((long) json.decimalValue().scale()) > MAX_EXPONENT;
    }
    for (JsonNode child : json) {
      if (boundless(child)) {
        return true;
      }
    }
    return false;
  }

  private static Optional<JsonNode> object(String text) {
    return tree(text).filter(JsonNode::isObject);
  }

  static Optional<JsonNode> tree(String text) {
    return Json.read(text.getBytes(StandardCharsets.UTF_8));
  }

  /** What a reader reads: of JSON its texts, else everything. */
  static String words(String text) {
    String stripped = text.strip();
    if (!stripped.startsWith("{") && !stripped.startsWith("[")) {
      return text;
    }
    return tree(stripped)
        .map(
            json -> {
              StringBuilder words = new StringBuilder();
              texts(json, words);
              return words.toString();
            })
        .orElse(text);
  }

  private static void texts(JsonNode json, StringBuilder words) {
    if (json.isTextual()) {
      words.append(json.textValue()).append('\n');
    }
    json.forEach(child -> texts(child, words));
  }
}
