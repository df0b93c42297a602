package dev.strowger.chaos;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** When which part was away. */
final class Journal {
  /**
   * @param downMs when it was killed or told to end, since the epoch
   * @param upMs when it was ready again; {@link Long#MAX_VALUE} if it was not
   */
  record Absence(String part, Kind kind, long downMs, long upMs) {}

  private final Clock clock;
  private final List<Absence> absences = new ArrayList<>();

  Journal(Clock clock) {
    this.clock = clock;
  }

  synchronized void down(Part part) {
    absences.add(new Absence(part.name(), part.kind(), clock.millis(), Long.MAX_VALUE));
  }

  synchronized void up(Part part) {
    absences.replaceAll(
        a ->
            a.part().equals(part.name()) && a.upMs() == Long.MAX_VALUE
                ? new Absence(a.part(), a.kind(), a.downMs(), clock.millis())
                : a);
  }

  synchronized List<Absence> absences() {
    return List.copyOf(absences);
  }
}
