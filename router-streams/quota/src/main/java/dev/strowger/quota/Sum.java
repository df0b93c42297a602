package dev.strowger.quota;

/**
 * Sums that stop at what 64 bits hold. A price that is a slip of the pen can make a call cost that
 * much; a sum that throws would keep a partition from ever going on, and one that wraps would open
 * a limit.
 */
final class Sum {
  private Sum() {}

  static long of(long one, long other) {
    long sum = one + other;
    boolean wrapped = ((one ^ sum) & (other ^ sum)) < 0;
    if (!wrapped) {
      return sum;
    }
    return one < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
  }

  static long of(long one, long other, long third) {
    return of(of(one, other), third);
  }
}
