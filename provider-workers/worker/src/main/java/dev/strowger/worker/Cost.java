package dev.strowger.worker;

import dev.strowger.dialects.TokenUsage;
import dev.strowger.records.Price;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** What a call cost, in integer micros of the currency. */
record Cost(long micros, String currency, boolean priced) {
  private static final BigInteger MILLION = BigInteger.valueOf(1_000_000);
  private static final BigInteger HALF = BigInteger.valueOf(500_000);

  /**
   * Cached input and cache writes have prices of their own, the rest of the input has the input's;
   * rounded once, half up, at the end.
   */
  static Cost of(TokenUsage usage, @Nullable Price price) {
    if (price == null) {
      return new Cost(0, "USD", false);
    }
    long plain = Math.max(0, usage.input() - usage.cachedInput() - usage.cacheWrite());
    BigInteger sum =
        times(plain, price.getInputMicrosPerMillion())
            .add(times(usage.cachedInput(), price.getCachedInputMicrosPerMillion()))
            .add(times(usage.cacheWrite(), price.getCacheWriteMicrosPerMillion()))
            .add(times(usage.output(), price.getOutputMicrosPerMillion()));
    return new Cost(sum.add(HALF).divide(MILLION).longValueExact(), price.getCurrency(), true);
  }

  private static BigInteger times(long tokens, long price) {
    return BigInteger.valueOf(tokens).multiply(BigInteger.valueOf(price));
  }
}
