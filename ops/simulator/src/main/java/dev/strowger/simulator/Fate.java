package dev.strowger.simulator;

/** How one call goes. */
sealed interface Fate {
  /** Well. */
  record Answers() implements Fate {}

  /** With an error at once; {@code retryAfterSeconds} 0 means no such header. */
  record Refuses(int status, int retryAfterSeconds) implements Fate {}

  /** The connection is reset before any answer. */
  record Resets() implements Fate {}

  /** Status 200 and a body that is no answer. */
  record Garbles() implements Fate {}

  /** The connection is closed after so many tokens. */
  record Cuts(int afterTokens) implements Fate {}

  /** A content filter stops it. */
  record Filters() implements Fate {}

  /** After so many tokens of a stream comes an error, in the form of the API. */
  record Fails(int afterTokens, int status) implements Fate {}

  /** Silence after so many tokens. */
  record Hangs(int afterTokens) implements Fate {}
}
