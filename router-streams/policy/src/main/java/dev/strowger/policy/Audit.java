package dev.strowger.policy;

import java.util.Locale;

/** How much of a call the audit trail keeps besides its figures. */
public record Audit(Depth prompt, Depth answer) {
  public static final Audit NONE = new Audit(Depth.NONE, Depth.NONE);

  /** What is kept of a text. */
  public enum Depth {
    NONE,
    /** Its hash only. */
    HASH,
    /** The text, without what detectors find in it. */
    REDACTED,
    FULL;

    /** As manifests and records say it. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
