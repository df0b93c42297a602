package dev.strowger.topics;

import dev.strowger.records.Price;
import dev.strowger.records.Usage;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * What a call costs by its tokens and its price, in whole micros of the price's currency. Every
 * token is billed once: a count that is larger than what it is a part of is cut to that.
 */
public final class Charge {
  private static final BigInteger MILLION = BigInteger.valueOf(1_000_000);
  private static final BigInteger HALF = BigInteger.valueOf(500_000);
  private static final BigInteger MOST = BigInteger.valueOf(Long.MAX_VALUE);

  private Charge() {}

  /**
   * Rounded once, half up; the most that 64 bits hold if it is more. A call that used nothing costs
   * nothing.
   */
  public static long micros(Usage usage, Price price) {
    Bill bill = new Bill();
    input(usage, price, bill);
    output(usage, price, bill);
    if (bill.tokens == 0) {
      return 0;
    }
    BigInteger micros =
        bill.sum.add(HALF).divide(MILLION).add(BigInteger.valueOf(price.getCallMicros()));
    return micros.min(MOST).longValue();
  }

  /**
   * From the cache, into the cache, sound, pictures, and the rest, in this order: a token that is
   * two of these costs what the first of them does.
   */
  private static void input(Usage usage, Price price, Bill bill) {
    long usual = price.getInputMicrosPerMillion();
    long rest = Math.max(0, usage.getInputTokens());
    rest -= bill.add(usage.getCachedInputTokens(), rest, price.getCachedInputMicrosPerMillion());
    long written = Math.clamp(usage.getCacheWriteTokens(), 0, rest);
    long forAnHour = Math.clamp(usage.getCacheWriteLongTokens(), 0, written);
    long writing = price.getCacheWriteMicrosPerMillion();
    rest -= bill.add(forAnHour, rest, or(price.getCacheWriteLongMicrosPerMillion(), writing));
    rest -= bill.add(written - forAnHour, rest, writing);
    rest -=
        bill.add(
            usage.getAudioInputTokens(), rest, or(price.getAudioInputMicrosPerMillion(), usual));
    rest -= bill.add(usage.getImageTokens(), rest, or(price.getImageMicrosPerMillion(), usual));
    bill.add(rest, rest, usual);
  }

  private static void output(Usage usage, Price price, Bill bill) {
    long usual = price.getOutputMicrosPerMillion();
    long rest = Math.max(0, usage.getOutputTokens());
    rest -=
        bill.add(usage.getReasoningTokens(), rest, or(price.getReasoningMicrosPerMillion(), usual));
    rest -=
        bill.add(
            usage.getAudioOutputTokens(), rest, or(price.getAudioOutputMicrosPerMillion(), usual));
    bill.add(rest, rest, usual);
  }

  private static long or(@Nullable Long price, long usual) {
    return price == null ? usual : price;
  }

  private static final class Bill {
    private BigInteger sum = BigInteger.ZERO;
    private long tokens;

    /**
     * @return the tokens that were billed: at most those that are left
     */
    long add(long count, long left, long microsPerMillion) {
      long billed = Math.clamp(count, 0, left);
      sum = sum.add(BigInteger.valueOf(billed).multiply(BigInteger.valueOf(microsPerMillion)));
      tokens |= billed;
      return billed;
    }
  }
}
