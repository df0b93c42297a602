package dev.strowger.policy;

/** How long a provider keeps what it gets, from the shortest on. */
public enum Retention {
  /** Nothing is kept after the answer. */
  NONE,
  /** At most 30 days, for abuse checks. */
  DAYS_30,
  /** Longer, or used for training. */
  UNLIMITED
}
