package dev.strowger.worker;

import dev.strowger.records.ShadowRecord;
import dev.strowger.records.ShadowResult;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What shadows may still do: calls in a minute of this process, money in a UTC day of all. What is
 * under way is not counted yet, so a day's money may be exceeded by as many calls as run at once.
 * Thread-safe.
 */
final class ShadowBudget {
  /** Shadows that are told apart; of more, the rest share one budget. */
  static final int MAX_SHADOWS = 1_000;

  private static final String REST = "";

  private final Map<String, Pace> paces = new HashMap<>();
  private final Map<String, Long> spentMicros = new HashMap<>();
  private LocalDate day = LocalDate.EPOCH;

  private record Pace(int perMinute, RateLimiter limiter) {}

  /** Why the copy is not to be called; empty if it may be, and counts as called then. */
  synchronized Optional<String> refuse(ShadowRecord copy, Instant now) {
    turn(day(now));
    String name = name(spentMicros, copy.getShadow());
    long most = copy.getDailyMicros();
    if (most > 0 && spentMicros.getOrDefault(name, 0L) >= most) {
      return Optional.of("the shadow's money for the day is spent");
    }
    int perMinute = copy.getPerMinute();
    return perMinute <= 0 || pace(copy.getShadow(), perMinute).acquirePermission()
        ? Optional.empty()
        : Optional.of("the shadow's calls for the minute are made");
  }

  /** A call that this or another process has paid for. */
  synchronized void spent(ShadowResult result) {
    LocalDate of = day(result.getAt());
    turn(of);
    if (of.equals(day)) {
      spentMicros.merge(name(spentMicros, result.getShadow()), result.getCostMicros(), Long::sum);
    }
  }

  private void turn(LocalDate today) {
    if (today.isAfter(day)) {
      day = today;
      spentMicros.clear();
    }
  }

  private RateLimiter pace(String shadow, int perMinute) {
    String name = name(paces, shadow);
    Pace known = paces.get(name);
    if (known == null || known.perMinute() != perMinute) {
      known = new Pace(perMinute, RateLimiter.of("shadow", perMinute(perMinute)));
      paces.put(name, known);
    }
    return known.limiter();
  }

  private static RateLimiterConfig perMinute(int calls) {
    return RateLimiterConfig.custom()
        .limitForPeriod(calls)
        .limitRefreshPeriod(Duration.ofMinutes(1))
        .timeoutDuration(Duration.ZERO)
        .build();
  }

  private static String name(Map<String, ?> known, String shadow) {
    return known.containsKey(shadow) || known.size() < MAX_SHADOWS ? shadow : REST;
  }

  private static LocalDate day(Instant at) {
    return LocalDate.ofInstant(at, ZoneOffset.UTC);
  }
}
