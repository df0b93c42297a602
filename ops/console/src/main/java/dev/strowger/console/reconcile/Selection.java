package dev.strowger.console.reconcile;

import java.time.YearMonth;

/**
 * What is looked at.
 *
 * @param month yyyymm; 0: every one
 * @param tenant empty: every one
 */
public record Selection(int month, String tenant) {
  /**
   * @param month {@code yyyy-mm}; empty: every one
   * @throws java.time.format.DateTimeParseException if it is no month
   */
  public static Selection of(String month, String tenant) {
    if (month.isEmpty()) {
      return new Selection(0, tenant);
    }
    YearMonth read = YearMonth.parse(month);
    return new Selection(read.getYear() * 100 + read.getMonthValue(), tenant);
  }

  boolean takes(String who, int when) {
    return (month == 0 || month == when) && (tenant.isEmpty() || tenant.equals(who));
  }
}
