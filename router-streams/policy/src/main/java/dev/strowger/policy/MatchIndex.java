package dev.strowger.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * Finds the rules that fit a call. Each aspect yields a set of rules as bits; their intersection is
 * walked from the front, and each rule that is left is looked at as a whole. So the cost goes with
 * the conditions in use and with the rules that nearly fit, not with the rules there are.
 */
final class MatchIndex {
  private final List<Match> matches;
  private final int size;
  private final List<Aspect> aspects = new ArrayList<>();
  private final List<Dimension> dimensions = new ArrayList<>();

  /** For calls that no aspect narrows. */
  private final Postings all;

  MatchIndex(List<Match> matches) {
    this.matches = List.copyOf(matches);
    this.size = matches.size();
    List<Integer> every = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      every.add(i);
    }
    this.all = Postings.of(every, size);
    for (Aspect aspect : Aspect.values()) {
      Dimension.Builder builder = new Dimension.Builder();
      for (int i = 0; i < size; i++) {
        builder.add(i, aspect.keys(matches.get(i)));
      }
      builder
          .build(size)
          .ifPresent(
              dimension -> {
                aspects.add(aspect);
                dimensions.add(dimension);
              });
    }
  }

  /** The first that fits; -1: none. */
  int first(CallFacts call) {
    int[] found = {-1};
    walk(
        call,
        rule -> {
          found[0] = rule;
          return true;
        });
    return found[0];
  }

  /** All that fit, as bits. */
  long[] all(CallFacts call) {
    long[] found = new long[words(size)];
    walk(
        call,
        rule -> {
          found[rule >> 6] |= 1L << rule;
          return false;
        });
    return found;
  }

  /** Words that hold a bit for each of so many rules. */
  static int words(int size) {
    return (size + 63) >> 6;
  }

  /**
   * @param enough told of each that fits, in order; true ends the walk
   */
  private void walk(CallFacts call, IntPredicate enough) {
    List<List<Postings>> sets = new ArrayList<>(1 + dimensions.size());
    for (int i = 0; i < dimensions.size(); i++) {
      if (!aspects.get(i).undetermined(call)) {
        sets.add(dimensions.get(i).find(aspects.get(i).values(call)));
      }
    }
    if (sets.isEmpty()) {
      sets.add(List.of(all));
    }
    for (int block = 0; block < Postings.blocks(size); block++) {
      for (long left = summary(sets, block); left != 0; left &= left - 1) {
        if (walk(block * 64 + Long.numberOfTrailingZeros(left), sets, call, enough)) {
          return;
        }
      }
    }
  }

  private boolean walk(int word, List<List<Postings>> sets, CallFacts call, IntPredicate enough) {
    long left = -1;
    for (int i = 0; i < sets.size() && left != 0; i++) {
      left &= Postings.word(sets.get(i), word);
    }
    for (; left != 0; left &= left - 1) {
      int rule = word * 64 + Long.numberOfTrailingZeros(left);
      if (Fit.fits(matches.get(rule), call) && enough.test(rule)) {
        return true;
      }
    }
    return false;
  }

  private static long summary(List<List<Postings>> sets, int block) {
    long left = -1;
    for (int i = 0; i < sets.size() && left != 0; i++) {
      left &= Postings.summary(sets.get(i), block);
    }
    return left;
  }
}
