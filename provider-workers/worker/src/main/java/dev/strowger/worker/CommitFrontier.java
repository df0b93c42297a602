package dev.strowger.worker;

import java.util.BitSet;

/**
 * Which offsets of one partition are done. Requests end in any order; the frontier is the offset up
 * to which all are done, and only that may be committed. Offsets that are missing in the log
 * (transaction markers, compaction) never begin and hold nothing up. Thread-safe.
 */
final class CommitFrontier {
  /** Offsets beyond the frontier that are remembered; 128 KiB a partition. */
  static final int MAX_SPAN = 1 << 20;

  private static final int TRIM_FROM = 1 << 12;

  /** Bit i stands for offset base + i: set while begun and not done. */
  private final BitSet open = new BitSet();

  private long base;
  private long next;

  /**
   * @param position the first offset that will be read
   */
  CommitFrontier(long position) {
    this.base = position;
    this.next = position;
  }

  /** Offsets begin in the order of the log. */
  synchronized void begin(long offset) {
    if (offset < next) {
      throw new IllegalArgumentException("offset " + offset + " after " + next);
    }
    trim();
    open.set(Math.toIntExact(offset - base));
    next = offset + 1;
  }

  synchronized void done(long offset) {
    open.clear(Math.toIntExact(offset - base));
  }

  /** What may be committed: every offset before it is done. */
  synchronized long committable() {
    int first = open.nextSetBit(0);
    return first < 0 ? next : base + first;
  }

  /** Whether one slow request holds back so many offsets that no more should begin. */
  synchronized boolean full() {
    return next - committable() >= MAX_SPAN;
  }

  private void trim() {
    int first = open.nextSetBit(0);
    if (first < 0) {
      base = next;
    } else if (first >= TRIM_FROM) {
      BitSet rest = open.get(first, open.length());
      open.clear();
      open.or(rest);
      base += first;
    }
  }
}
