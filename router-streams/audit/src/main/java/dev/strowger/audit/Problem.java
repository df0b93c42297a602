package dev.strowger.audit;

/**
 * What is wrong with a chain.
 *
 * @param sequence of the link; 0 if it is of none
 */
public record Problem(Kind kind, String tenant, long sequence, String message) {
  /** What a fault looks like; the label is what reports say. */
  public enum Kind {
    /** The link's content is not what was hashed. */
    ALTERED,
    /** Links are missing. */
    GAP,
    /** Swapped, repeated or inserted. */
    ORDER,
    /** The link does not follow the one before it. */
    BROKEN,
    /** A link of another tenant. */
    FOREIGN,
    /** A checkpoint's signature does not fit. */
    SIGNATURE,
    /** A checkpoint was signed with a key that is not among those to be trusted. */
    UNKNOWN_KEY,
    /** A checkpoint is of another chain than the one it stands in. */
    CHECKPOINT,
    /** The chain ends before a link that is known to have been. */
    TRUNCATED,
    /** A request ended, or something of it is kept, and there is no link of it. */
    UNRECORDED,
    /** No link at all. */
    UNREADABLE;

    public String label() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  @Override
  public String toString() {
    return kind.label() + " " + tenant + (sequence > 0 ? " #" + sequence : "") + ": " + message;
  }
}
