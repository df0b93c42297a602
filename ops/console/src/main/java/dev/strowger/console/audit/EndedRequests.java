package dev.strowger.console.audit;

import dev.strowger.audit.Link;
import dev.strowger.audit.Problem;
import dev.strowger.records.EventRecord;
import dev.strowger.records.Terminal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Compares requests that ended, as {@code llm.events} still holds them, with their links: both
 * stand in the same order, so that a few numbers for each tenant will do.
 */
final class EndedRequests {
  private final Map<String, Ends> tenants = new TreeMap<>();

  /** Of one tenant; the links from the first of these requests to the last are compared. */
  private static final class Ends {
    private final String first;
    private String last;
    private long count;
    private long order;
    private boolean begun;
    private boolean over;
    private long linked;
    private long linkedOrder;

    Ends(String first) {
      this.first = first;
      this.last = first;
    }
  }

  /** An event, in the order of the log. */
  void ended(EventRecord event) {
    if (event.getDetail() instanceof Terminal) {
      Ends ends = tenants.computeIfAbsent(event.getTenant(), t -> new Ends(event.getRequestId()));
      ends.last = event.getRequestId();
      ends.count++;
      ends.order = with(ends.order, event.getRequestId());
    }
  }

  /** A link, in the order of its chain. */
  void linked(Link link) {
    Ends ends = tenants.get(link.place().tenant());
    if (ends == null || link.asked().isEmpty() || ends.over) {
      return;
    }
    String id = link.asked().get().requestId();
    ends.begun |= id.equals(ends.first);
    if (ends.begun) {
      ends.linked++;
      ends.linkedOrder = with(ends.linkedOrder, id);
      ends.over = id.equals(ends.last);
    }
  }

  /** Of what stands in which order. */
  private static long with(long order, String id) {
    long hash = order;
    for (int i = 0; i < id.length(); i++) {
      hash = hash * 0x100000001b3L ^ id.charAt(i);
    }
    return hash * 0x9E3779B97F4A7C15L + 1;
  }

  /** Whether the links of some may still be under way. */
  boolean waiting() {
    return tenants.values().stream().anyMatch(ends -> !ends.over);
  }

  long count() {
    return tenants.values().stream().mapToLong(ends -> ends.count).sum();
  }

  List<Problem> problems() {
    List<Problem> problems = new ArrayList<>();
    tenants.forEach(
        (tenant, ends) -> {
          if (ends.count != ends.linked || ends.order != ends.linkedOrder) {
            problems.add(
                new Problem(
                    Problem.Kind.UNRECORDED,
                    tenant,
                    0,
                    ends.count
                        + " requests ended by llm.events, from "
                        + ends.first
                        + " to "
                        + ends.last
                        + ", and "
                        + ends.linked
                        + " of the same have a link"));
          }
        });
    return problems;
  }
}
