package dev.strowger.policy;

import java.time.DayOfWeek;
import java.time.LocalTime;
import java.util.BitSet;

/** Hours of a week, minute by minute, in the local time of their zone. */
final class WeekMinutes {
  private static final int DAY = 24 * 60;
  private static final int WEEK = 7 * DAY;

  private final BitSet minutes = new BitSet(WEEK);

  private WeekMinutes() {}

  static WeekMinutes of(Hours hours) {
    WeekMinutes week = new WeekMinutes();
    int from = minute(hours.from());
    int until = minute(hours.until());
    int length = until > from ? until - from : until + DAY - from;
    for (DayOfWeek day : DayOfWeek.values()) {
      if (hours.days().isEmpty() || hours.days().contains(day)) {
        int start = (day.getValue() - 1) * DAY + from;
        for (int i = 0; i < length; i++) {
          week.minutes.set((start + i) % WEEK);
        }
      }
    }
    return week;
  }

  boolean all() {
    return minutes.cardinality() == WEEK;
  }

  boolean containsAll(WeekMinutes other) {
    BitSet rest = (BitSet) other.minutes.clone();
    rest.andNot(minutes);
    return rest.isEmpty();
  }

  private static int minute(LocalTime time) {
    return time.getHour() * 60 + time.getMinute();
  }
}
