package dev.strowger.features;

/**
 * Brings traits to one scale: differences from the mean in standard deviations, at most 3 either
 * way, times {@code factor}.
 */
public record TraitScale(float[] means, float[] deviations, float factor) {
  private static final float FARTHEST = 3;

  public TraitScale {
    if (means.length != ComplexityTraits.COUNT || deviations.length != ComplexityTraits.COUNT) {
      throw new IllegalArgumentException("a scale of " + means.length + " traits");
    }
  }

  /**
   * @param with is put behind the scaled traits; may be empty
   */
  public float[] of(float[] traits, float[] with) {
    float[] scaled = new float[traits.length + with.length];
    for (int i = 0; i < traits.length; i++) {
      float far = (traits[i] - means[i]) / deviations[i];
      scaled[i] = Math.clamp(far, -FARTHEST, FARTHEST) * factor;
    }
    System.arraycopy(with, 0, scaled, traits.length, with.length);
    return scaled;
  }
}
