package dev.strowger.faults;

import java.time.Duration;
import java.util.List;

/**
 * How one fault went.
 *
 * @param calls that reached each target of its route
 * @param problems empty: passed
 */
record Row(
    String id,
    String title,
    List<Integer> calls,
    Duration took,
    List<String> problems,
    List<String> notes) {
  Row {
    calls = List.copyOf(calls);
    problems = List.copyOf(problems);
    notes = List.copyOf(notes);
  }

  boolean passed() {
    return problems.isEmpty();
  }

  int primary() {
    return calls.isEmpty() ? 0 : calls.getFirst();
  }

  int fallback() {
    return calls.stream().skip(1).mapToInt(Integer::intValue).sum();
  }
}
