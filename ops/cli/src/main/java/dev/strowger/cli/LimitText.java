package dev.strowger.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Limits in a few words, by the names of the options that set them. */
final class LimitText {
  /** Field and option, in the order they are shown. */
  private static final List<Map.Entry<String, String>> NAMES =
      List.of(
          Map.entry("requestsPerMinute", "rpm"),
          Map.entry("burst", "burst"),
          Map.entry("tokensPerMinute", "tpm"),
          Map.entry("tokensPerDay", "tokens-per-day"),
          Map.entry("budgetPerDay", "budget-day"),
          Map.entry("budgetPerMonth", "budget-month"),
          Map.entry("concurrent", "concurrent"));

  private LimitText() {}

  static String of(JsonNode limits) {
    List<String> words = new ArrayList<>();
    for (Map.Entry<String, String> name : NAMES) {
      JsonNode value = limits.path(name.getKey());
      if (value.asDouble() != 0) {
        words.add(name.getValue() + " " + value.asText());
      }
    }
    JsonNode thrift = limits.path("thrift");
    if (thrift.isObject()) {
      List<String> how = new ArrayList<>();
      if (thrift.path("selfHosted").asBoolean()) {
        how.add("self-hosted");
      }
      if (thrift.has("maxInputPrice") || thrift.has("maxOutputPrice")) {
        how.add(
            "max-price="
                + thrift.path("maxInputPrice").asText("any")
                + "/"
                + thrift.path("maxOutputPrice").asText("any"));
      }
      words.add("then " + String.join(",", how));
    }
    return String.join(", ", words);
  }
}
