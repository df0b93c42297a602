package dev.strowger.dialects.gemini;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.strowger.dialects.Losses;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A route's settings for the filters, named as {@link GeminiWire} says. */
final class GeminiSafety {
  private static final Set<String> CATEGORIES =
      Set.of(
          "harassment", "hate_speech", "sexually_explicit", "dangerous_content", "civic_integrity");
  private static final Set<String> THRESHOLDS =
      Set.of(
          "block_none", "block_only_high", "block_medium_and_above", "block_low_and_above", "off");

  private GeminiSafety() {}

  static void put(Map<String, String> safety, ObjectNode json, Losses losses) {
    ArrayNode settings = JsonNodeFactory.instance.arrayNode();
    new TreeMap<>(safety)
        .forEach(
            (name, value) -> {
              if (!CATEGORIES.contains(name)) {
                losses.hint("safety." + name);
              } else if (!THRESHOLDS.contains(value)) {
                losses.refuse("safety." + name, "the route sets it to a value Gemini has not");
              } else {
                settings
                    .addObject()
                    .put("category", "HARM_CATEGORY_" + name.toUpperCase(Locale.ROOT))
                    .put("threshold", value.toUpperCase(Locale.ROOT));
              }
            });
    if (!settings.isEmpty()) {
      json.set("safetySettings", settings);
    }
  }
}
