package dev.strowger.worker.cache;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * JSON by what it says: the order of keys, white space, escapes and the form of numbers do not
 * count.
 */
final class CanonicalJson {
  private CanonicalJson() {}

  /**
   * @param without fields of the object that do not count
   * @param hole a value, the very same one, that does not count wherever it stands; null: none
   */
  static void into(
      Fingerprint print, JsonNode object, Set<String> without, @Nullable JsonNode hole) {
    List<Map.Entry<String, JsonNode>> fields = new ArrayList<>(object.properties());
    fields.removeIf(field -> without.contains(field.getKey()));
    fields(print, fields, hole);
  }

  private static void fields(
      Fingerprint print, List<Map.Entry<String, JsonNode>> fields, @Nullable JsonNode hole) {
    fields.sort(Map.Entry.comparingByKey());
    print.mark('{').count(fields.size());
    for (Map.Entry<String, JsonNode> field : fields) {
      print.text(field.getKey());
      value(print, field.getValue(), hole);
    }
  }

  @SuppressWarnings("ReferenceEquality") // One place is meant, not all that look like it.
  private static void value(Fingerprint print, JsonNode value, @Nullable JsonNode hole) {
    if (value == hole) {
      print.mark('?');
      return;
    }
    switch (value.getNodeType()) {
      case OBJECT -> fields(print, new ArrayList<>(value.properties()), hole);
      case ARRAY -> {
        print.mark('[').count(value.size());
        value.forEach(element -> value(print, element, hole));
      }
      case STRING -> print.text(value.textValue());
      case NUMBER -> print.mark('n').text(number(value.decimalValue()));
      case BOOLEAN -> print.mark(value.booleanValue() ? 't' : 'f');
      case NULL, MISSING, BINARY, POJO -> print.mark('0');
    }
  }

  /** 10, 10.0 and 1e1 are one number. */
  private static String number(BigDecimal value) {
    return value.stripTrailingZeros().toString();
  }
}
