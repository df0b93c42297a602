package dev.strowger.policy;

import dev.strowger.manifest.Section;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** {@code hours} of a match; what is wrong is noted in the manifest. */
final class HoursReader {
  static final String KEY = "hours";
  static final Set<String> KEYS = Set.of("zone", "days", "from", "until");
  static final List<String> DAYS = List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");

  private static final Pattern TIME = Pattern.compile("([01]\\d|2[0-3]):[0-5]\\d");

  private HoursReader() {}

  static Optional<Hours> read(Section match) {
    Section section = match.section(KEY).orElse(null);
    if (section == null) {
      return Optional.empty();
    }
    section.onlyKeys(KEYS);
    if (!section.has("days") && !section.has("from") && !section.has("until")) {
      match.problem(KEY, "expected days, from or until");
    }
    return Optional.of(
        new Hours(zone(section), days(section), time(section, "from"), time(section, "until")));
  }

  private static ZoneId zone(Section section) {
    String text = section.string("zone").orElse("UTC");
    try {
      return ZoneId.of(text);
    } catch (DateTimeException e) {
      section.problem(
          "zone",
          "expected a time zone, e.g. Europe/Berlin, found \"" + Texts.shortened(text) + "\"");
      return ZoneOffset.UTC;
    }
  }

  private static Set<DayOfWeek> days(Section section) {
    List<DayOfWeek> days = new ArrayList<>();
    String what = "one of " + String.join(", ", DAYS);
    for (String text : section.oneOrMore("days", what)) {
      int day = DAYS.indexOf(text);
      if (day < 0) {
        section.problem(
            "days", text, "expected " + what + ", found \"" + Texts.shortened(text) + "\"");
      } else {
        days.add(DayOfWeek.of(day + 1));
      }
    }
    return days.isEmpty() ? Set.of() : EnumSet.copyOf(days);
  }

  private static LocalTime time(Section section, String key) {
    String text = section.string(key).orElse("00:00");
    if (!TIME.matcher(text).matches()) {
      section.problem(
          key,
          "expected a time from \"00:00\" to \"23:59\", found \"" + Texts.shortened(text) + "\"");
      return LocalTime.MIDNIGHT;
    }
    return LocalTime.parse(text);
  }
}
