package dev.strowger.faults;

import java.util.List;

/**
 * A stream as its client understands it.
 *
 * @param inputTokens as its one report of usage has it; -1 without one
 * @param error the provider's or gateway's words, if it ended with an error; empty: it did not
 * @param complete it says that it is complete
 * @param problems what a strict client takes offence at
 */
record Streamed(
    String text,
    long inputTokens,
    long outputTokens,
    String error,
    boolean complete,
    List<String> problems) {
  Streamed {
    problems = List.copyOf(problems);
  }
}
