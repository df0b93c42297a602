package dev.strowger.console.replay;

import dev.strowger.policy.ModelPrice;
import dev.strowger.policy.Policy;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** What models cost in the policies by which decisions were made. */
final class PriceBook {
  /** Decisions by more versions than that are priced by the policy that is tried. */
  static final int MAX_VERSIONS = 200;

  private final Function<String, Optional<Policy>> policies;
  private final Map<String, ModelPrice> tried;
  private final Map<String, Map<String, ModelPrice>> known = new ConcurrentHashMap<>();

  /**
   * @param policies by version, whole
   */
  PriceBook(Policy tried, Function<String, Optional<Policy>> policies) {
    this.policies = policies;
    this.tried = prices(tried);
  }

  /**
   * @param target {@code provider/model}
   */
  Optional<ModelPrice> price(String version, String target) {
    Map<String, ModelPrice> prices = known.get(version);
    if (prices == null) {
      prices =
          known.size() < MAX_VERSIONS
              ? known.computeIfAbsent(
                  version, v -> policies.apply(v).map(PriceBook::prices).orElse(tried))
              : tried;
    }
    return Optional.ofNullable(prices.get(target));
  }

  private static Map<String, ModelPrice> prices(Policy policy) {
    Map<String, ModelPrice> prices = new HashMap<>();
    for (Policy.Served served : policy.served()) {
      served.card().price().ifPresent(price -> prices.put(served.id(), price));
    }
    return prices;
  }
}
