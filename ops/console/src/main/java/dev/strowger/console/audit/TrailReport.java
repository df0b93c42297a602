package dev.strowger.console.audit;

import dev.strowger.audit.Problem;
import dev.strowger.audit.Verifier;
import java.util.List;

/**
 * Whether the chains are whole.
 *
 * @param whole whether nothing is wrong
 * @param terminals requests that ended and were compared with their links
 * @param signatures whether they were looked at
 * @param count of all problems
 * @param problems the first of them
 */
public record TrailReport(
    boolean whole,
    long links,
    long terminals,
    boolean signatures,
    long count,
    List<Found> problems,
    List<Chain> chains) {
  public TrailReport {
    problems = List.copyOf(problems);
    chains = List.copyOf(chains);
  }

  /**
   * @param kind in lower case
   */
  public record Found(String kind, String tenant, long sequence, String message) {
    static Found of(Problem problem) {
      return new Found(
          problem.kind().label(), problem.tenant(), problem.sequence(), problem.message());
    }
  }

  /**
   * @param hash of the last link
   * @param signedUpTo the last link that a fitting signature covers
   */
  public record Chain(
      String tenant, long first, long last, String hash, long checkpoints, long signedUpTo) {
    static Chain of(Verifier.Summary summary) {
      return new Chain(
          summary.tenant(),
          summary.first(),
          summary.head().sequence(),
          summary.head().hash(),
          summary.checkpoints(),
          summary.signedUpTo());
    }
  }
}
