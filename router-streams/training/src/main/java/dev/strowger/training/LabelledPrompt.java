package dev.strowger.training;

/**
 * A prompt and whether two models answered it rightly.
 *
 * @param source where it comes from, e.g. {@code mmlu/anatomy}; never seen by a model
 */
public record LabelledPrompt(
    String source, String prompt, boolean weakCorrect, boolean strongCorrect) {
  private static final int TENTH = 10;

  /** The source's first part: {@code mmlu}. */
  public String family() {
    int end = source.indexOf('/');
    return end < 0 ? source : source.substring(0, end);
  }

  /** What asking the strong model instead gains: 1, 0 or -1 right answers. */
  public int gain() {
    return (strongCorrect ? 1 : 0) - (weakCorrect ? 1 : 0);
  }

  /** The small model's answer is right, or the large one's is wrong too. */
  public boolean weakWillDo() {
    return weakCorrect || !strongCorrect;
  }

  /**
   * One prompt in ten is never learned from, so that a model can be measured by it. Decided by the
   * prompt alone: the same prompt never stands on both sides.
   */
  public boolean heldOut() {
    return mark() % TENTH == 0;
  }

  /** One of so many parts, independent of {@link #heldOut}. */
  int fold(int folds) {
    return (int) (mark() / TENTH % folds);
  }

  /** FNV-1a of 64 bits over the characters, well mixed; not negative. */
  private long mark() {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < prompt.length(); i++) {
      hash = (hash ^ prompt.charAt(i)) * 0x100000001b3L;
    }
    hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
    hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return (hash ^ (hash >>> 33)) >>> 1;
  }
}
