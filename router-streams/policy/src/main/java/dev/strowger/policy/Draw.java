package dev.strowger.policy;

import java.nio.charset.StandardCharsets;

/**
 * The draw between weighted targets: FNV-1a of the request id, finished with the mixer of
 * MurmurHash3, scaled to the sum of the weights. The same id draws the same place for ever.
 */
final class Draw {
  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  private Draw() {}

  /** A number from 0 to below the bound. */
  static long below(long bound, String requestId) {
    return Math.unsignedMultiplyHigh(hash(requestId), bound);
  }

  /** A number from 0 to below 1. */
  static double fraction(String text) {
    return (hash(text) >>> 11) * 0x1p-53;
  }

  /**
   * Whether a share of all keys includes this one.
   *
   * @param salt draws with different salts are independent
   */
  static boolean includes(double share, String salt, String key) {
    return fraction(salt + '\n' + key) < share;
  }

  static long hash(String text) {
    long hash = FNV_OFFSET;
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xff)) * FNV_PRIME;
    }
    // FNV alone leaves the high bits, which decide here, too close for ids that differ at their
    // end.
    return mix(hash);
  }

  /** Spreads what differs in a few bits over all of them. */
  static long mix(long bits) {
    long hash = (bits ^ (bits >>> 33)) * 0xff51afd7ed558ccdL;
    hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return hash ^ (hash >>> 33);
  }
}
