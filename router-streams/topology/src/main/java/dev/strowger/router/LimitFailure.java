package dev.strowger.router;

import dev.strowger.quota.Level;
import dev.strowger.quota.LimitKind;
import dev.strowger.quota.Verdict;
import dev.strowger.records.Failure;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How a client is told that a limit is in the way, in OpenAI's types and codes. */
final class LimitFailure {
  private static final int TOO_MANY = 429;

  private LimitFailure() {}

  static Failure of(Verdict verdict, Instant at) {
    Level level = verdict.refusal().orElseThrow();
    String code =
        level.kind().unit() == LimitKind.Unit.MONEY ? "insufficient_quota" : "rate_limit_exceeded";
    @Nullable Long retryAfterMs = level.never() ? null : level.term().freeMs();
    return new Failure(TOO_MANY, type(level.kind()), code, null, message(level, at), retryAfterMs);
  }

  private static String type(LimitKind kind) {
    return switch (kind.unit()) {
      case REQUESTS -> "requests";
      case TOKENS -> "tokens";
      case MONEY -> "insufficient_quota";
    };
  }

  private static String message(Level level, Instant at) {
    String who = level.scope().name().toLowerCase(Locale.ROOT);
    String figures =
        " Limit %s, used %s, this request up to %s."
            .formatted(
                amount(level, level.allowed()),
                amount(level, level.used()),
                amount(level, level.wanted()));
    if (level.never()) {
      return "This request alone is over the limit of the %s (%s) on %s.%s Make it smaller, or ask for fewer tokens; to send it again does not help."
          .formatted(who, name(level), level.kind().words(), figures);
    }
    return "The limit of the %s (%s) on %s is reached.%s %s"
        .formatted(who, name(level), level.kind().words(), figures, again(level, at));
  }

  private static String again(Level level, Instant at) {
    if (level.kind() == LimitKind.CONCURRENT) {
      return "Free again when one of the requests under way has ended.";
    }
    Duration wait = Duration.ofMillis(level.term().freeMs());
    return wait.compareTo(Duration.ofMinutes(2)) < 0
        ? "Free again in %d s.".formatted(wait.plusMillis(999).toSeconds())
        : "Free again at %s.".formatted(at.plus(wait).truncatedTo(ChronoUnit.SECONDS));
  }

  /** Of the balance, without the scope's own word before it. */
  private static String name(Level level) {
    return level.key().substring(level.key().indexOf('/') + 1);
  }

  private static String amount(Level level, long amount) {
    return level.kind().unit() == LimitKind.Unit.MONEY
        ? BigDecimal.valueOf(amount, 6).stripTrailingZeros().toPlainString()
        : Long.toString(amount);
  }
}
