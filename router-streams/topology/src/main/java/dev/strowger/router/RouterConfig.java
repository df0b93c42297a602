package dev.strowger.router;

import dev.strowger.process.Settings;
import dev.strowger.router.audit.TrailTerms;
import dev.strowger.topics.KafkaAccess;
import java.time.Duration;

/**
 * Settings of the router.
 *
 * @param maxBodyBytes the body limit of the whole system
 * @param tablesTimeout how long a start may wait for the policies and the providers' health
 */
public record RouterConfig(
    KafkaAccess kafka,
    int maxBodyBytes,
    Duration tablesTimeout,
    StreamsTuning streams,
    LedgerTerms ledger,
    TrailTerms trail) {
  private static final int MAX_THREADS = 64;
  private static final int MAX_STANDBYS = 5;

  /** The least that brokers accept by default. */
  private static final Duration LEAST_SESSION = Duration.ofSeconds(6);

  /** Reads the environment; problems stay in the settings. */
  public static RouterConfig from(Settings settings, KafkaAccess kafka) {
    long body = settings.bytes("STROWGER_MAX_BODY", 32L << 20);
    if (body < 1 << 10 || body > 512 << 20) {
      settings.problem("STROWGER_MAX_BODY=" + body + ": expected a size from 1KiB to 512MiB");
    }
    return settings.orThrow(
        new RouterConfig(
            kafka,
            Math.clamp(body, 1 << 10, 512 << 20),
            settings.duration("STROWGER_ROUTER_TABLES_TIMEOUT", Duration.ofSeconds(60)),
            streams(settings),
            ledger(settings),
            TrailTerms.from(settings)));
  }

  private static StreamsTuning streams(Settings settings) {
    String guarantee = settings.string("STROWGER_ROUTER_GUARANTEE", "exactly_once_v2");
    if (!guarantee.equals("exactly_once_v2") && !guarantee.equals("at_least_once")) {
      settings.problem(
          "STROWGER_ROUTER_GUARANTEE=" + guarantee + ": expected exactly_once_v2 or at_least_once");
    }
    Duration session = settings.duration("STROWGER_ROUTER_SESSION_TIMEOUT", LEAST_SESSION);
    if (session.compareTo(LEAST_SESSION) < 0) {
      settings.problem("STROWGER_ROUTER_SESSION_TIMEOUT=" + session + ": expected 6s or more");
    }
    return new StreamsTuning(
        name(settings, "STROWGER_ROUTER_GROUP", "strowger-router"),
        name(settings, "STROWGER_ROUTER_INSTANCE", settings.string("HOSTNAME", "router-1")),
        guarantee.equals("exactly_once_v2"),
        positive(settings, "STROWGER_ROUTER_COMMIT_INTERVAL", Duration.ofMillis(500)),
        session,
        settings.integer("STROWGER_ROUTER_THREADS", defaultThreads(), 1, MAX_THREADS),
        settings.integer("STROWGER_ROUTER_STANDBYS", 1, 0, MAX_STANDBYS));
  }

  private static LedgerTerms ledger(Settings settings) {
    return new LedgerTerms(
        settings.duration("STROWGER_ROUTER_GRACE", LedgerTerms.DEFAULT.grace()),
        settings.duration("STROWGER_ROUTER_REMEMBER", LedgerTerms.DEFAULT.remember()),
        positive(settings, "STROWGER_ROUTER_SWEEP_INTERVAL", LedgerTerms.DEFAULT.sweepInterval()),
        settings.duration("STROWGER_ROUTER_IDEMPOTENCY", LedgerTerms.DEFAULT.idempotency()));
  }

  private static Duration positive(Settings settings, String setting, Duration otherwise) {
    Duration value = settings.duration(setting, otherwise);
    if (value.isPositive()) {
      return value;
    }
    settings.problem(setting + "=" + value + ": expected more than 0");
    return otherwise;
  }

  private static String name(Settings settings, String setting, String otherwise) {
    String name = settings.string(setting, otherwise);
    if (StreamsTuning.isName(name)) {
      return name;
    }
    settings.problem(setting + "=" + name + ": expected 1 to 100 letters, digits, '.', '_' or '-'");
    return "unnamed";
  }

  /** Half the processors: the other half belongs to what stands before and behind the router. */
  static int defaultThreads() {
    return Math.clamp(Runtime.getRuntime().availableProcessors() / 2, 1, 6);
  }
}
