package dev.strowger.quota;

import dev.strowger.records.LimitAlert;
import dev.strowger.records.RateLimits;
import dev.strowger.records.RateWindow;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What all limits say to one request.
 *
 * @param levels of every limit there is
 */
public record Verdict(List<Level> levels) {
  /** For who has no limits. */
  public static final Verdict FREE = new Verdict(List.of());

  private static final Set<LimitKind> IN_HEADERS =
      Set.of(LimitKind.REQUESTS_PER_MINUTE, LimitKind.TOKENS_PER_MINUTE, LimitKind.TOKENS_PER_DAY);

  public Verdict {
    levels = List.copyOf(levels);
  }

  public boolean fits() {
    return levels.stream().noneMatch(Level::refuses);
  }

  public List<Level> refusals() {
    return levels.stream().filter(Level::refuses).toList();
  }

  /** Of the limits that refuse, the one that is in the way for longest. */
  public Optional<Level> refusal() {
    return levels.stream()
        .filter(Level::refuses)
        .max(Comparator.comparing(Level::never).thenComparingLong(level -> level.term().freeMs()));
  }

  /** The tightest window of each kind. */
  public @Nullable RateLimits rateLimits() {
    RateWindow requests = tightest(LimitKind.Unit.REQUESTS);
    RateWindow tokens = tightest(LimitKind.Unit.TOKENS);
    return requests == null && tokens == null ? null : new RateLimits(requests, tokens);
  }

  private @Nullable RateWindow tightest(LimitKind.Unit unit) {
    boolean counted = fits();
    return levels.stream()
        .filter(level -> IN_HEADERS.contains(level.kind()) && level.kind().unit() == unit)
        .map(level -> level.window(counted))
        .min(Comparator.comparingLong(RateWindow::getRemaining))
        .orElse(null);
  }

  /** Levels that somebody should know of: those that refuse, else those that are nearly full. */
  public List<Level> noteworthy() {
    return fits() ? levels.stream().filter(Level::alerts).toList() : refusals();
  }

  /** What is told of a level. */
  public static LimitAlert alert(String tenant, Level level, Instant at) {
    boolean hard = level.refuses();
    long used = Sum.of(level.used(), hard ? 0 : level.wanted());
    return new LimitAlert(
        tenant,
        level.scope(),
        level.key(),
        level.kind().label(),
        level.allowed(),
        used,
        level.percent(used),
        at,
        hard);
  }
}
