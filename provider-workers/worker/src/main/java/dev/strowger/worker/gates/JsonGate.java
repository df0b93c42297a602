package dev.strowger.worker.gates;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.SpecVersionDetector;
import com.networknt.schema.ValidationMessage;
import com.networknt.schema.regex.RegularExpression;
import dev.strowger.dialects.json.Json;
import dev.strowger.dialects.review.AskedFormat;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/**
 * Whether a text is the JSON that was asked for. Schemas come from clients: what they refer to is
 * not fetched, and their patterns are matched in linear time. Pure.
 */
final class JsonGate {
  /** A longer answer or schema is not looked at. */
  static final int MAX_CHARS = 1 << 20;

  private static final SchemaValidatorsConfig CONFIG =
      SchemaValidatorsConfig.builder()
          .failFast(true)
          .preloadJsonSchema(false)
          .regularExpressionFactory(JsonGate::expression)
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
    try {
      VersionFlag draft =
          SpecVersionDetector.detectOptionalVersion(schema, false).orElse(VersionFlag.V202012);
      Set<ValidationMessage> found = factory(draft).getSchema(schema, CONFIG).validate(json);
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

  /** One that RE2 does not know matches everything. */
  private static RegularExpression expression(String regex) {
    try {
      Pattern pattern = Pattern.compile(regex);
      return value -> pattern.matcher(value).find();
    } catch (PatternSyntaxException e) {
      return value -> true;
    }
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
