package dev.strowger.audit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * JSON that can be written in one way only: keys sorted by code unit, no white space, whole numbers
 * only, and nothing escaped that need not be, as in RFC 8785. A value is a map, a list, a string, a
 * long or a boolean; null does not occur.
 */
final class CanonicalJson {
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(32)
                  .maxStringLength(CanonicalForm.MAX_BYTES)
                  .build())
          .build();

  private CanonicalJson() {}

  static byte[] bytes(Object tree) {
    StringBuilder out = new StringBuilder(1024);
    write(tree, out);
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void write(Object value, StringBuilder out) {
    switch (value) {
      case Map<?, ?> map -> object(map, out);
      case List<?> list -> array(list, out);
      case String text -> text(text, out);
      case Long number -> out.append(number.longValue());
      case Boolean flag -> out.append(flag.booleanValue());
      default -> throw new IllegalArgumentException("no canonical form of " + value.getClass());
    }
  }

  private static void object(Map<?, ?> map, StringBuilder out) {
    char before = '{';
    for (Map.Entry<?, ?> entry : new TreeMap<>(map).entrySet()) {
      out.append(before);
      text((String) entry.getKey(), out);
      write(entry.getValue(), out.append(':'));
      before = ',';
    }
    out.append(before == '{' ? "{}" : "}");
  }

  private static void array(List<?> list, StringBuilder out) {
    char before = '[';
    for (Object item : list) {
      write(item, out.append(before));
      before = ',';
    }
    out.append(before == '[' ? "[]" : "]");
  }

  private static void text(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\b' -> out.append("\\b");
        case '\f' -> out.append("\\f");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < ' ') {
            out.append("\\u00").append(c < 0x10 ? '0' : '1').append(Character.forDigit(c & 15, 16));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }

  /** Empty if the bytes are no JSON, or none that has a canonical form. */
  static Optional<Map<String, Object>> object(byte[] json) {
    try (JsonParser parser = FACTORY.createParser(json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return Optional.empty();
      }
      Map<String, Object> read = readObject(parser);
      return parser.nextToken() == null ? Optional.of(read) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Map<String, Object> readObject(JsonParser parser) throws IOException {
    Map<String, Object> map = new TreeMap<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String key = parser.currentName();
      parser.nextToken();
      map.put(key, readValue(parser));
    }
    return map;
  }

  private static Object readValue(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> readObject(parser);
      case START_ARRAY -> {
        List<Object> list = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          list.add(readValue(parser));
        }
        yield list;
      }
      case VALUE_STRING -> parser.getText();
      case VALUE_NUMBER_INT -> parser.getLongValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case null, default -> throw new IOException("no canonical form of " + parser.currentToken());
    };
  }
}
