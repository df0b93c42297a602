package dev.strowger.ingress;

import java.util.HexFormat;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The {@code traceparent} of W3C Trace Context, level 1. */
final class TraceParent {
  static final String HEADER = "traceparent";
  private static final Pattern VALID =
      Pattern.compile("(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");

  private TraceParent() {}

  /** The client's if it is valid, else a new one, sampled. */
  static String of(@Nullable String received, RandomGenerator random) {
    if (received != null && VALID.matcher(received).matches()) {
      return received;
    }
    HexFormat hex = HexFormat.of();
    return "00-"
        + hex.toHexDigits(random.nextLong())
        + hex.toHexDigits(random.nextLong() | 1)
        + "-"
        + hex.toHexDigits(random.nextLong() | 1)
        + "-01";
  }
}
