package dev.strowger.bench;

import java.util.concurrent.CompletableFuture;

/** What load is sent to. */
interface Target {
  /** Sends one request and returns at once; the future never fails. */
  CompletableFuture<Outcome> send();

  /**
   * How one request went.
   *
   * @param problem empty when it went well, else what went wrong, in few different words
   * @param served who answered, "provider/model", or empty
   * @param firstNanos {@link System#nanoTime} at the first sign of an answer, 0 when there was none
   */
  record Outcome(String problem, String served, long firstNanos) {
    static Outcome problem(String problem) {
      return new Outcome(problem, "", 0);
    }

    boolean good() {
      return problem.isEmpty();
    }
  }
}
