package dev.strowger.policy;

import java.util.Collection;
import java.util.List;
import java.util.TreeMap;

/**
 * A set of rules by number, as bits: words of 64 rules, of which only those that are not zero are
 * kept, and a summary with one bit per word. Whole blocks of 4,096 rules are passed over by one
 * look at a word of the summary.
 */
final class Postings {
  private final long[] summary;

  /** Kept words before those of each word of the summary. */
  private final int[] before;

  private final long[] words;

  private Postings(long[] summary, int[] before, long[] words) {
    this.summary = summary;
    this.before = before;
    this.words = words;
  }

  /**
   * @param size all rules there are
   */
  static Postings of(Collection<Integer> rules, int size) {
    TreeMap<Integer, Long> sparse = new TreeMap<>();
    for (int rule : rules) {
      sparse.merge(rule >> 6, 1L << rule, (a, b) -> a | b);
    }
    long[] summary = new long[blocks(size)];
    long[] words = new long[sparse.size()];
    int next = 0;
    for (var word : sparse.entrySet()) {
      summary[word.getKey() >> 6] |= 1L << word.getKey();
      words[next++] = word.getValue();
    }
    int[] before = new int[summary.length];
    for (int i = 1; i < before.length; i++) {
      before[i] = before[i - 1] + Long.bitCount(summary[i - 1]);
    }
    return new Postings(summary, before, words);
  }

  /** Words of a summary of so many rules. */
  static int blocks(int size) {
    return (size + 4095) >> 12;
  }

  private long summary(int block) {
    return summary[block];
  }

  private long word(int word) {
    long bits = summary[word >> 6];
    long bit = 1L << word;
    return (bits & bit) == 0 ? 0 : words[before[word >> 6] + Long.bitCount(bits & (bit - 1))];
  }

  /** The summary of several sets taken together. */
  static long summary(List<Postings> sets, int block) {
    long bits = 0;
    for (int i = 0; i < sets.size(); i++) {
      bits |= sets.get(i).summary(block);
    }
    return bits;
  }

  /** A word of several sets taken together. */
  static long word(List<Postings> sets, int word) {
    long bits = 0;
    for (int i = 0; i < sets.size(); i++) {
      bits |= sets.get(i).word(word);
    }
    return bits;
  }
}
