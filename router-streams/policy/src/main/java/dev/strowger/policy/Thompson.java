package dev.strowger.policy;

import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.AhrensDieterMarsagliaTsangGammaSampler;

/**
 * A guess at how likely a target is to answer, drawn from what is known of it: few calls make wide
 * guesses, so that it is asked again, many make narrow ones. Drawn from a seed, so that a replay
 * draws the same.
 */
final class Thompson {
  private static final long GOLDEN = 0x9e3779b97f4a7c15L;

  private Thompson() {}

  /** A sample of Beta(1 + good, 1 + bad), as the share of one gamma variate in two. */
  static double sample(double good, double bad, String seed) {
    UniformRandomProvider random = random(Draw.hash(seed));
    double up = AhrensDieterMarsagliaTsangGammaSampler.of(random, 1 + good, 1).sample();
    double down = AhrensDieterMarsagliaTsangGammaSampler.of(random, 1 + bad, 1).sample();
    return up / (up + down);
  }

  /** SplitMix64's walk with the mixer of {@link Draw}. */
  private static UniformRandomProvider random(long seed) {
    long[] state = {seed};
    return () -> Draw.mix(state[0] += GOLDEN);
  }
}
