package dev.strowger.chaos;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Requests that were called for again because their worker was killed.
 *
 * @param takenUp ids
 * @param longestMs from the kill to the call of the next worker
 * @param duplicates completed calls of one target for one request, beyond the first
 */
record Takeover(Set<String> takenUp, long longestMs, int duplicates) {
  static Takeover of(Bill bill, List<Journal.Absence> absences) {
    Map<String, List<Bill.Call>> byRequest = new HashMap<>();
    for (Bill.Call call : bill.calls()) {
      byRequest
          .computeIfAbsent(call.requestId() + " " + call.target(), _ -> new ArrayList<>())
          .add(call);
    }
    Set<String> takenUp = new TreeSet<>();
    long longest = 0;
    int duplicates = 0;
    for (List<Bill.Call> calls : byRequest.values()) {
      calls.sort(Comparator.comparingLong(Bill.Call::startedMs));
      duplicates += Math.max(0, (int) calls.stream().filter(Bill.Call::completed).count() - 1);
      for (int i = 1; i < calls.size(); i++) {
        long wait = wait(calls.get(i - 1), calls.get(i), absences);
        if (wait >= 0) {
          takenUp.add(calls.get(i).requestId());
          longest = Math.max(longest, wait);
        }
      }
    }
    return new Takeover(takenUp, longest, duplicates);
  }

  /** From the last kill of a worker between the two calls; -1 if there was none. */
  private static long wait(Bill.Call first, Bill.Call next, List<Journal.Absence> absences) {
    return absences.stream()
        .filter(a -> a.kind() == Kind.WORKER || a.kind() == Kind.ALL_IN_ONE)
        .mapToLong(Journal.Absence::downMs)
        .filter(down -> down >= first.startedMs() && down <= next.startedMs())
        .map(down -> next.startedMs() - down)
        .min()
        .orElse(-1);
  }
}
