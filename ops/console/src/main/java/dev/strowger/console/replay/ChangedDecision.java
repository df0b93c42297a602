package dev.strowger.console.replay;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;

/**
 * A decision that would be another one.
 *
 * @param at always with milliseconds, so that texts sort as times do
 */
public record ChangedDecision(
    String requestId,
    String at,
    String tenant,
    String model,
    String policyVersion,
    Changes verdicts) {
  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSX").withZone(ZoneOffset.UTC);

  static final Comparator<ChangedDecision> IN_TIME =
      Comparator.comparing(ChangedDecision::at).thenComparing(ChangedDecision::requestId);

  static String text(Instant at) {
    return MILLIS.format(at);
  }

  /** What was decided, and what would be. */
  public record Changes(Verdict before, Verdict after) {}
}
