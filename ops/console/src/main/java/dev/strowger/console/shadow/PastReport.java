package dev.strowger.console.shadow;

import java.util.Map;

/**
 * What past traffic was given to shadows.
 *
 * @param totals requests looked at, copies made, and why others were not; see {@link PastCounts}
 * @param shadows copies made, by shadow
 */
public record PastReport(Window window, Map<String, Long> totals, Map<String, Long> shadows) {
  public record Window(String policyVersion, String from, String to, String shadow, long limit) {}
}
