package dev.strowger.policy;

import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Set;

/**
 * Hours of a week. If {@code until} is not after {@code from} they go over midnight, and belong to
 * the day they begin on.
 *
 * @param days empty: every day
 */
record Hours(ZoneId zone, Set<DayOfWeek> days, LocalTime from, LocalTime until) {
  Hours {
    days = Set.copyOf(days);
  }
}
