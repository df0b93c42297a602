package dev.strowger.faults;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** All faults, in the order of the table. */
final class Table {
  private Table() {}

  static List<Fault> all() {
    List<Fault> numbered =
        Stream.of(
                RetryFaults.all().stream(),
                WaitFaults.all().stream(),
                HedgeFaults.all().stream(),
                RescueFaults.all().stream(),
                AnswerFaults.all().stream(),
                Stream.of(RecoveryFault.fault()),
                ReachFaults.all().stream())
            .flatMap(faults -> faults)
            .toList();
    return Stream.concat(
            numbered.stream()
                .filter(Table::hasNumber)
                .sorted(java.util.Comparator.comparing(f -> Integer.valueOf(f.number()))),
            numbered.stream().filter(fault -> !hasNumber(fault)))
        .toList();
  }

  /** Those of these ids or numbers, e.g. {@code 8} for all variants of it; all if none is named. */
  static List<Fault> only(Set<String> wanted) {
    List<Fault> chosen =
        all().stream()
            .filter(
                fault ->
                    wanted.isEmpty()
                        || wanted.contains(fault.id())
                        || wanted.contains(fault.number()))
            .toList();
    for (String one : wanted) {
      if (chosen.stream().noneMatch(f -> f.id().equals(one) || f.number().equals(one))) {
        throw new IllegalArgumentException(
            one + " is none of " + String.join(", ", all().stream().map(Fault::id).toList()));
      }
    }
    return chosen;
  }

  /** The variants of status 401 are called by that. */
  private static boolean hasNumber(Fault fault) {
    return fault.number().matches("\\d{1,2}");
  }
}
