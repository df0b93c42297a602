package dev.strowger.worker;

import dev.strowger.dialects.TokenUsage;
import dev.strowger.records.Price;
import dev.strowger.topics.Charge;
import org.jspecify.annotations.Nullable;

/** What a call cost, in integer micros of the currency. */
record Cost(long micros, String currency, boolean priced) {
  /**
   * At the price of the plan's step: what it costs today at another does not matter.
   *
   * @param price null: not known
   */
  static Cost of(TokenUsage usage, @Nullable Price price) {
    return price == null
        ? new Cost(0, "USD", false)
        : new Cost(Charge.micros(Tokens.record(usage), price), price.getCurrency(), true);
  }
}
