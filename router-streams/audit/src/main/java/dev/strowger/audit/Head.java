package dev.strowger.audit;

/**
 * The last link of a chain.
 *
 * @param sequence 0: the chain has none yet
 * @param hash hex; empty if there is none
 */
public record Head(long sequence, String hash) {
  public static final Head NONE = new Head(0, "");

  public Head {
    if (sequence < 0 || (sequence == 0) != hash.isEmpty()) {
      throw new IllegalArgumentException("head " + sequence + " of hash \"" + hash + "\"");
    }
  }
}
