package dev.strowger.features;

/**
 * Full binary trees of one depth over traits, laid out level by level; the answer is the mean of
 * what they say.
 *
 * @param depth of each tree, 1 to 8
 * @param traits which one each inner node asks, {@code trees * (2^depth - 1)}
 * @param thresholds a value at most this goes left
 * @param leaves {@code trees * 2^depth}
 */
public record ComplexityTrees(
    int depth, byte[] traits, float[] thresholds, float[] leaves, float base) {
  public static final int MAX_DEPTH = 8;

  public ComplexityTrees {
    if (depth < 1 || depth > MAX_DEPTH) {
      throw new IllegalArgumentException("depth of the trees is " + depth);
    }
    int trees = leaves.length >> depth;
    if (leaves.length != trees << depth
        || thresholds.length != trees * ((1 << depth) - 1)
        || traits.length != thresholds.length) {
      throw new IllegalArgumentException("the trees' parts differ in number");
    }
    for (byte trait : traits) {
      if ((trait & 0xff) >= ComplexityTraits.COUNT) {
        throw new IllegalArgumentException("the trees ask for trait " + (trait & 0xff));
      }
    }
  }

  public double of(float[] values) {
    int inner = (1 << depth) - 1;
    int trees = leaves.length >> depth;
    double sum = base;
    for (int tree = 0; tree < trees; tree++) {
      int first = tree * inner;
      int node = 0;
      for (int level = 0; level < depth; level++) {
        int here = first + node;
        node = 2 * node + (values[traits[here] & 0xff] <= thresholds[here] ? 1 : 2);
      }
      sum += leaves[(tree << depth) + node - inner];
    }
    return sum;
  }
}
