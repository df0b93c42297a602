package dev.strowger.policy;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who cannot be asked, and why; the same for all times from {@code from} to before {@code until}.
 *
 * @param unavailable as in {@link CallFacts.Moment}
 */
public record Availability(Map<String, String> unavailable, Instant from, Instant until) {
  /** Pools tell every 2 s that they live; one that has been silent for longer than this is gone. */
  public static final Duration SILENCE = Duration.ofSeconds(8);

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneOffset.UTC);

  public Availability {
    unavailable = Map.copyOf(unavailable);
  }

  /** Whether it holds at this time. */
  public boolean covers(Instant at) {
    return !at.isBefore(from) && at.isBefore(until);
  }

  /**
   * @param reports the last of every target, and of every instance of a provider's pool
   * @param providers who should have a pool
   * @param since when the reports began to be followed: nobody is missed earlier than that
   * @param at the time in question
   */
  public static Availability at(
      Instant at, Collection<HealthReport> reports, Set<String> providers, Instant since) {
    Span span = new Span(at);
    Map<String, String> unavailable = new HashMap<>();
    Map<String, List<HealthReport>> pools = new HashMap<>();
    for (HealthReport report : reports) {
      if (report.model().isEmpty()) {
        pools.computeIfAbsent(report.provider(), p -> new ArrayList<>()).add(report);
      } else if (isDown(report, span)) {
        unavailable.put(report.provider() + "/" + report.model(), "down" + detail(report));
      }
    }
    for (String provider : providers) {
      if (!pools.containsKey(provider) && span.reached(since.plus(SILENCE))) {
        unavailable.put(provider, "no worker of its pool has been heard of");
      }
    }
    pools.forEach((provider, pool) -> judge(provider, pool, span, since, unavailable));
    return new Availability(unavailable, span.from, span.until);
  }

  /** Down when no instance that lives says otherwise. */
  private static void judge(
      String provider,
      List<HealthReport> pool,
      Span span,
      Instant since,
      Map<String, String> unavailable) {
    List<HealthReport> living =
        pool.stream()
            .filter(r -> r.instance().isEmpty() || !span.reached(r.at().plus(SILENCE)))
            .toList();
    if (living.isEmpty()) {
      // As one who was never heard of: he may be there by now.
      if (span.reached(since.plus(SILENCE))) {
        unavailable.put(
            provider,
            "no worker of its pool has been heard of since " + TIME.format(newest(pool).at()));
      }
    } else if (living.stream().filter(r -> !isDown(r, span)).count() == 0) {
      unavailable.put(provider, "its provider is down" + detail(newest(living)));
    }
  }

  private static HealthReport newest(List<HealthReport> reports) {
    return Collections.max(reports, Comparator.comparing(HealthReport::at));
  }

  private static boolean isDown(HealthReport report, Span span) {
    return report.down() && report.until().map(until -> !span.reached(until)).orElse(true);
  }

  private static String detail(HealthReport report) {
    return report.until().map(until -> " until " + TIME.format(until)).orElse("")
        + (report.reason().isEmpty() ? "" : " (" + Texts.shortened(report.reason()) + ")");
  }

  /** Between which times nothing changes: narrowed by every time that was asked about. */
  private static final class Span {
    private final Instant at;
    private Instant from = Instant.MIN;
    private Instant until = Instant.MAX;

    Span(Instant at) {
      this.at = at;
    }

    boolean reached(Instant time) {
      if (at.isBefore(time)) {
        until = time.isBefore(until) ? time : until;
        return false;
      }
      from = time.isAfter(from) ? time : from;
      return true;
    }
  }
}
