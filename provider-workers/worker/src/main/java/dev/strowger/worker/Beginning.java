package dev.strowger.worker;

/** Where an answer begins for one delivery. */
sealed interface Beginning {
  /** The client has nothing. */
  record Anew() implements Beginning {}

  /** The client has a part. */
  record Rest(BegunAnswer begun) implements Beginning {}

  /** There is nothing to be done for this delivery. */
  record Never(CallOutcome.NotCalled why) implements Beginning {}
}
