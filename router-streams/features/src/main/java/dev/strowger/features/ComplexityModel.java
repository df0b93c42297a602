package dev.strowger.features;

import java.util.List;

/**
 * What was learned: parts that each estimate how much more often a large model is right than a
 * small one, how they are mixed, and how the mixture becomes a probability. {@link ComplexityFile}
 * writes it and reads it.
 *
 * @param about the data and the settings it was learned from, for people
 * @param mix the weights of: n-grams, trees, then each kernel
 * @param curve the probability is {@code 1 / (1 + exp(a * mixture + b))}; a is above 0
 */
public record ComplexityModel(
    Kind kind,
    String about,
    NGramLine grams,
    ComplexityTrees trees,
    TraitScale scale,
    List<Kernel> kernels,
    float[] mix,
    Curve curve) {
  /** What it needs to know of a prompt. */
  public enum Kind {
    /** Its words and traits: tens of microseconds. */
    LINEAR,
    /** Also a sentence embedding: milliseconds. */
    EMBEDDING
  }

  /** What a kernel looks at. */
  public enum Input {
    TRAITS,
    EMBEDDING,
    TRAITS_AND_EMBEDDING
  }

  public record Kernel(Input input, ComplexityKernel function) {}

  public record Curve(double a, double b) {
    public Curve {
      if (!(a > 0 && a < 1e6) || !(Math.abs(b) < 1e6)) {
        throw new IllegalArgumentException("the curve is " + a + ", " + b);
      }
    }
  }

  /** Numbers in an embedding. */
  public static final int EMBEDDING = 384;

  private static final float[] NOTHING = {};

  public ComplexityModel {
    kernels = List.copyOf(kernels);
    if (mix.length != 2 + kernels.size()) {
      throw new IllegalArgumentException("weights for " + mix.length + " parts");
    }
    for (Kernel kernel : kernels) {
      if (kernel.input() != Input.TRAITS && kind == Kind.LINEAR) {
        throw new IllegalArgumentException("a linear model that needs an embedding");
      }
      if (kernel.function().dimension() != dimension(kernel.input())) {
        throw new IllegalArgumentException(
            "a kernel over " + kernel.input() + " of " + kernel.function().dimension());
      }
    }
  }

  private static int dimension(Input input) {
    return switch (input) {
      case TRAITS -> ComplexityTraits.COUNT;
      case EMBEDDING -> EMBEDDING;
      case TRAITS_AND_EMBEDDING -> ComplexityTraits.COUNT + EMBEDDING;
    };
  }

  /** What can be seen of a prompt without knowing other prompts' answers. */
  public record View(NGrams grams, float[] traits, float[] embedding) {
    /**
     * @param embedding empty if none is needed
     */
    public static View of(String prompt, byte[] rarity, float[] embedding) {
      int bits = Integer.numberOfTrailingZeros(rarity.length);
      ComplexityScan scan = ComplexityScan.of(prompt);
      return new View(
          NGrams.of(scan.buckets(bits), rarity),
          ComplexityTraits.of(scan, rarity, bits),
          embedding);
    }

    public float[] input(Input input, TraitScale scale) {
      return switch (input) {
        case TRAITS -> scale.of(traits, NOTHING);
        case EMBEDDING -> embedding;
        case TRAITS_AND_EMBEDDING -> scale.of(traits, embedding);
      };
    }
  }

  /** What each part says, in the order of {@code mix}. */
  public double[] parts(View view) {
    double[] parts = new double[mix.length];
    parts[0] = grams.of(view.grams());
    parts[1] = trees.of(view.traits());
    for (int i = 0; i < kernels.size(); i++) {
      Kernel kernel = kernels.get(i);
      parts[2 + i] = kernel.function().of(view.input(kernel.input(), scale));
    }
    return parts;
  }

  /** How much more often a large model is right. */
  public double mixture(View view) {
    double[] parts = parts(view);
    double sum = 0;
    for (int i = 0; i < parts.length; i++) {
      sum += mix[i] * parts[i];
    }
    return sum;
  }

  /**
   * @return that the small model's answer will do, 0 to 1
   */
  double probability(View view) {
    return 1 / (1 + Math.exp(curve.a() * mixture(view) + curve.b()));
  }
}
