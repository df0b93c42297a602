package dev.strowger.policy;

import java.util.List;

/** A draw by weight. */
final class Choice {
  private Choice() {}

  /** The place of the drawn one; -1 if none has a weight. */
  static int of(List<Contender> in, String seed) {
    long total = 0;
    for (Contender contender : in) {
      total += contender.target().weight();
    }
    long place = Draw.below(total, seed);
    for (int i = 0; i < in.size(); i++) {
      place -= in.get(i).target().weight();
      if (place < 0) {
        return i;
      }
    }
    return -1;
  }

  /**
   * The same, but when one is taken out or added, only its own keys are drawn anew: each contender
   * draws for itself, and the highest draw counts (weighted rendezvous hashing).
   */
  static int kept(List<Contender> in, String seed) {
    int best = -1;
    double most = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < in.size(); i++) {
      long weight = in.get(i).target().weight();
      if (weight > 0) {
        // An exponential variate of this rate, negated: the first to arrive is the drawn one.
        double draw = Math.log1p(-Draw.fraction(in.get(i).model().label() + '\n' + seed)) / weight;
        if (draw > most) {
          most = draw;
          best = i;
        }
      }
    }
    return best;
  }
}
