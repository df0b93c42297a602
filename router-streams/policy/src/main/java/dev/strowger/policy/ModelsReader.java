package dev.strowger.policy;

import dev.strowger.manifest.Section;
import java.util.Collections;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** models.yaml as cards, in the order of the file; what is wrong is noted in the manifest. */
final class ModelsReader {
  static final String KEY = "models";
  static final Set<String> ROOT_KEYS = Set.of(Includes.KEY, "currency", KEY);

  static final Set<String> KEYS =
      Set.of(
          "provider",
          "model",
          "price",
          "capabilities",
          "context_window",
          "max_output_tokens",
          "quality",
          "jurisdictions",
          "certifications",
          "open_weight",
          "self_hosted",
          "retention",
          "tokens_per_second");
  static final Set<String> PRICE_KEYS =
      Set.of(
          "input",
          "output",
          "cached_input",
          "cache_write",
          "cache_write_long",
          "image",
          "audio_input",
          "audio_output",
          "reasoning",
          "call");

  private ModelsReader() {}

  static Map<Target.Name, ModelCard> read(Section root) {
    root.onlyKeys(ROOT_KEYS);
    if (!root.has(KEY)) {
      root.missing(KEY, "a list of models with their prices");
    }
    String currency = currency(root);
    Map<Target.Name, ModelCard> cards = new LinkedHashMap<>();
    for (Section model : root.sections(KEY)) {
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
    return new ModelCard(
        Codes.capabilities(model, "capabilities", model.strings("capabilities")),
        Optional.of(price(model, currency)),
        tokens(model, "context_window"),
        tokens(model, "max_output_tokens"),
        quality(model),
        new ModelCard.Standing(
            Codes.jurisdictions(model, "jurisdictions"),
            Codes.certifications(model, "certifications"),
            model.flag("open_weight", false),
            model.flag("self_hosted", false),
            RequireReader.retention(model)),
        model.number("tokens_per_second", "0", "1000000"));
  }

  private static Map<String, Double> quality(Section model) {
    Map<String, Double> quality = new TreeMap<>();
    Section section = model.section("quality").orElse(null);
    if (section == null) {
      return quality;
    }
    if (section.keys().size() > IntentsReader.MAX_INTENTS + 1) {
      model.problem("quality", "expected at most " + (IntentsReader.MAX_INTENTS + 1) + " intents");
    }
    for (String intent : section.keys()) {
      if (!NameReader.isName(intent)) {
        section.problem(intent, NameReader.expected());
      }
      section.number(intent, "0", "1").ifPresent(value -> quality.put(intent, value));
    }
    return quality;
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
    price.onlyKeys(PRICE_KEYS);
    long input = required(price, "input");
    // A provider without a price of its own for cached tokens charges them as any other input.
    return new ModelPrice(
        currency,
        input,
        required(price, "output"),
        MoneyReader.perMillion(price, "cached_input").orElse(input),
        MoneyReader.perMillion(price, "cache_write").orElse(input),
        new ModelPrice.Special(
            MoneyReader.perMillion(price, "image"),
            MoneyReader.perMillion(price, "audio_input"),
            MoneyReader.perMillion(price, "audio_output"),
            MoneyReader.perMillion(price, "reasoning"),
            MoneyReader.perMillion(price, "cache_write_long"),
            MoneyReader.amount(price, "call").orElse(0)));
  }

  private static long required(Section price, String key) {
    if (!price.has(key)) {
      price.missing(key, "a price per million tokens");
    }
    return MoneyReader.perMillion(price, key).orElse(0);
  }
}
