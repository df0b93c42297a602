package dev.strowger.faults;

/** What is counted, and what a count may be where the gateway has to estimate. */
final class Tokens {
  /** What the faulty providers report for any prompt. */
  static final int PROMPT = 20;

  /** And for the whole story. */
  static final int STORY = 60;

  private Tokens() {}

  /** Least and most. */
  record Span(long least, long most) {
    boolean holds(long count) {
      return count >= least && count <= most;
    }

    @Override
    public String toString() {
      return least == most ? Long.toString(least) : least + " to " + most;
    }
  }

  static Span exactly(long count) {
    return new Span(count, count);
  }

  /** A reported count and an estimate, which may be off by a factor of four. */
  static Span with(long reported, long estimated) {
    return new Span(reported + Math.max(1, estimated / 4), reported + estimated * 4);
  }
}
