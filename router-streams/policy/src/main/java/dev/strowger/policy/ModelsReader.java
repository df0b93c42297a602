package dev.strowger.policy;

import dev.strowger.manifest.Section;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/** models.yaml as cards, in the order of the file; what is wrong is noted in the manifest. */
final class ModelsReader {
  /** Micros are the smallest unit of money here, so finer prices could not be kept exactly. */
  private static final int MAX_DECIMALS = 6;

  private static final BigDecimal MAX_PRICE = BigDecimal.valueOf(1_000_000);

  private static final Set<String> KEYS =
      Set.of("provider", "model", "price", "capabilities", "context_window", "max_output_tokens");

  /** Words of the catalogue of providers; others would never match anything. */
  private static final Set<String> CAPABILITIES =
      Set.of(
          "stream",
          "tools",
          "json_object",
          "json_schema",
          "vision",
          "audio",
          "files",
          "reasoning",
          "prompt_caching",
          "logprobs",
          "completions",
          "embeddings");

  private ModelsReader() {}

  static Map<Target.Name, ModelCard> read(Section root) {
    root.onlyKeys(Set.of("currency", "models"));
    if (!root.has("models")) {
      root.missing("models", "a list of models with their prices");
    }
    String currency = currency(root);
    Map<Target.Name, ModelCard> cards = new LinkedHashMap<>();
    for (Section model : root.sections("models")) {
      model.onlyKeys(KEYS);
      Target.Name name =
          new Target.Name(
              model.requiredString("provider", "the name of a provider"),
              model.requiredString("model", "a model as the provider names it"));
      if (!name.model().isEmpty() && !Target.Name.isModel(name.model())) {
        model.problem("model", "expected a model's name without spaces");
      }
      ModelCard card = card(model, currency);
      boolean named = !name.provider().isEmpty() && !name.model().isEmpty();
      if (named && cards.putIfAbsent(name, card) != null) {
        model.problem("model", name + " has a price already; expected it once");
      }
    }
    return Collections.unmodifiableMap(cards);
  }

  private static String currency(Section root) {
    String currency = root.string("currency").orElse("USD");
    if (Currency.getAvailableCurrencies().stream()
        .noneMatch(known -> known.getCurrencyCode().equals(currency))) {
      root.problem("currency", "expected a currency code of ISO 4217, e.g. USD");
    }
    return currency;
  }

  private static ModelCard card(Section model, String currency) {
    Set<String> capabilities = new TreeSet<>();
    for (String text : model.strings("capabilities")) {
      String capability = text.replace('-', '_');
      if (CAPABILITIES.contains(capability)) {
        capabilities.add(capability);
      } else {
        model.problem(
            "capabilities",
            "unknown capability " + text + "; expected one of " + new TreeSet<>(CAPABILITIES));
      }
    }
    return new ModelCard(
        capabilities,
        Optional.of(price(model, currency)),
        tokens(model, "context_window"),
        tokens(model, "max_output_tokens"),
        Map.of(),
        ModelCard.Standing.UNKNOWN,
        OptionalDouble.empty());
  }

  private static Optional<Integer> tokens(Section model, String key) {
    return model.has(key)
        ? Optional.of(model.integer(key, 1, 1, Integer.MAX_VALUE))
        : Optional.empty();
  }

  private static ModelPrice price(Section model, String currency) {
    Section price = model.section("price").orElse(null);
    if (price == null) {
      if (!model.has("price")) {
        model.missing("price", "a mapping with the keys input and output");
      }
      return new ModelPrice(currency, 0, 0, 0, 0);
    }
    price.onlyKeys(Set.of("input", "output", "cached_input", "cache_write"));
    long input = required(price, "input");
    // A provider without a price of its own for cached tokens charges them as any other input.
    return new ModelPrice(
        currency,
        input,
        required(price, "output"),
        micros(price, "cached_input").orElse(input),
        micros(price, "cache_write").orElse(input));
  }

  private static long required(Section price, String key) {
    if (!price.has(key)) {
      price.missing(key, "a price per million tokens");
    }
    return micros(price, key).orElse(0);
  }

  private static OptionalLong micros(Section price, String key) {
    BigDecimal value = price.decimal(key).orElse(null);
    if (value == null) {
      return OptionalLong.empty();
    }
    // Checked before the digits are written out: 1e999999999 is a number, too.
    if (value.compareTo(MAX_PRICE) > 0) {
      price.problem(key, "expected a price of at most " + MAX_PRICE + " per million tokens");
      return OptionalLong.empty();
    }
    if (value.stripTrailingZeros().scale() > MAX_DECIMALS) {
      price.problem(key, "expected at most " + MAX_DECIMALS + " decimals");
      return OptionalLong.empty();
    }
    return OptionalLong.of(value.movePointRight(MAX_DECIMALS).longValueExact());
  }
}
