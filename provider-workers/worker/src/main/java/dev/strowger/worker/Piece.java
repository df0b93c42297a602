package dev.strowger.worker;

import dev.strowger.dialects.Fault;

/** What comes of a provider's body next. */
sealed interface Piece {
  record Bytes(byte[] bytes) implements Piece {}

  /** The body is complete. */
  record End() implements Piece {}

  /** The connection broke. */
  record Broken(Fault fault) implements Piece {}

  /** Nothing came in time. */
  record Late() implements Piece {}

  /** Nobody waits for the rest. */
  record Cancelled() implements Piece {}
}
