package dev.strowger.dialects;

/** How a target is made to go on with an answer that another one began. */
public enum Continuing {
  /** The text so far is the beginning of the assistant's own turn. */
  PREFILL,
  /** The text so far is an earlier turn, and the model is asked to go on where it ends. */
  ASK
}
