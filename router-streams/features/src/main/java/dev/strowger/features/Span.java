package dev.strowger.features;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Where a detector found something.
 *
 * @param detector its code or name
 * @param from the first character
 * @param to behind the last one
 */
public record Span(String detector, int from, int to) {
  private static final Comparator<Span> FIRST_AND_LONGEST =
      Comparator.comparingInt(Span::from).thenComparing(Span::to, Comparator.reverseOrder());

  public Span {
    if (from < 0 || to <= from) {
      throw new IllegalArgumentException("a span from " + from + " to " + to);
    }
  }

  /**
   * The same characters in order and apart: spans that lie over each other are one, of the detector
   * whose span begins first, the longest of those.
   */
  public static List<Span> apart(Collection<Span> spans) {
    List<Span> apart = new ArrayList<>();
    for (Span span : spans.stream().sorted(FIRST_AND_LONGEST).toList()) {
      int end = apart.isEmpty() ? 0 : apart.getLast().to();
      if (span.from() >= end) {
        apart.add(span);
      } else if (span.to() > end) {
        Span before = apart.removeLast();
        apart.add(new Span(before.detector(), before.from(), span.to()));
      }
    }
    return List.copyOf(apart);
  }
}
