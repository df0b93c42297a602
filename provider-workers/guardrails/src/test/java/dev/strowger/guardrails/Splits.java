package dev.strowger.guardrails;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A text in parts. */
final class Splits {
  private Splits() {}

  /** Parts of up to a few characters, by a seed. */
  static List<String> of(String text, long seed) {
    Random random = new Random(seed);
    List<String> parts = new ArrayList<>();
    int from = 0;
    while (from < text.length()) {
      int to = Math.min(text.length(), from + 1 + random.nextInt(1 + random.nextInt(40)));
      parts.add(text.substring(from, to));
      from = to;
    }
    return parts;
  }
}
