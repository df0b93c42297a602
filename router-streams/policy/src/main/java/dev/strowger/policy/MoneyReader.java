package dev.strowger.policy;

import dev.strowger.manifest.Section;
import java.math.BigDecimal;
import java.util.OptionalLong;

/** Amounts of money, exact to the micro. */
final class MoneyReader {
  /** Micros are the smallest unit of money here, so finer prices could not be kept exactly. */
  private static final int MAX_DECIMALS = 6;

  private static final BigDecimal MAX = BigDecimal.valueOf(1_000_000);

  private MoneyReader() {}

  static OptionalLong perMillion(Section section, String key) {
    return micros(section, key, "a price of at most " + MAX + " per million tokens");
  }

  static OptionalLong amount(Section section, String key) {
    return micros(section, key, "an amount of at most " + MAX);
  }

  private static OptionalLong micros(Section section, String key, String what) {
    BigDecimal value = section.decimal(key).orElse(null);
    if (value == null) {
      return OptionalLong.empty();
    }
    // Checked before the digits are written out: 1e999999999 is a number, too.
    if (value.compareTo(MAX) > 0) {
      section.problem(key, "expected " + what);
      return OptionalLong.empty();
    }
    if (value.stripTrailingZeros().scale() > MAX_DECIMALS) {
      section.problem(key, "expected at most " + MAX_DECIMALS + " decimals");
      return OptionalLong.empty();
    }
    return OptionalLong.of(value.movePointRight(MAX_DECIMALS).longValueExact());
  }
}
