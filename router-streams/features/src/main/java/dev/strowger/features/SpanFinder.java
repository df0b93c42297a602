package dev.strowger.features;

/** Finds one kind of text, from left to right, in time that is linear in the text. */
interface SpanFinder {
  /** No further span. */
  long NONE = -1;

  /** Tells of spans until none is left, or no more are wanted. */
  void find(String text, Hits hits);

  /** Takes what was found. */
  interface Hits {
    /**
     * @return whether more are wanted
     */
    boolean add(int from, int to);
  }

  /** Finds the first span that begins at a place or behind it. */
  interface Next {
    /**
     * @return as {@link #span}; {@link #NONE} if there is none
     */
    long next(String text, int from);
  }

  static SpanFinder of(Next finder) {
    return (text, hits) -> {
      long span = finder.next(text, 0);
      while (span != NONE && hits.add(from(span), to(span))) {
        span = finder.next(text, to(span));
      }
    };
  }

  static long span(int from, int to) {
    return ((long) from << Integer.SIZE) | to;
  }

  private static int from(long span) {
    return (int) (span >>> Integer.SIZE);
  }

  private static int to(long span) {
    return (int) span;
  }
}
