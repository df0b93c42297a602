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

  /**
   * Bit i stands for offset base + i: set once done. (Bits for what is open would be slow to clear:
   * a BitSet then looks for its new highest bit.)
   */
  private final BitSet done = new BitSet();

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
    if (base == next) {
      base = offset;
    } else {
      done.set(at(next), at(offset));
    }
    next = offset + 1;
  }

  synchronized void done(long offset) {
    done.set(at(offset));
  }

  /** What may be committed: every offset before it is done. */
  synchronized long committable() {
    return base + done.nextClearBit(0);
  }

  /** Whether all that began is done. */
  synchronized boolean settled() {
    return committable() == next;
  }

  /** Whether one slow request holds back so many offsets that no more should begin. */
  synchronized boolean full() {
    return next - committable() >= MAX_SPAN;
  }

  private void trim() {
    int first = done.nextClearBit(0);
    if (base + first == next) {
      done.clear();
      base = next;
    } else if (first >= TRIM_FROM) {
      BitSet rest = done.get(first, Math.max(first, done.length()));
      done.clear();
      done.or(rest);
      base += first;
    }
  }

  private int at(long offset) {
    return Math.toIntExact(offset - base);
  }
}
