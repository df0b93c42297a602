package dev.strowger.analytics;

import dev.strowger.process.Settings;
import dev.strowger.process.TlsFiles;
import dev.strowger.topics.KafkaAccess;
import java.time.Duration;

/**
 * @param kafka where events come from
 * @param clickhouse where rows go to
 * @param batching how many rows make one insert
 * @param retentionDays how long ClickHouse keeps requests, attempts and decisions; 0 keeps them
 * @param group consumer group; all instances of the sink share it
 */
public record AnalyticsConfig(
    KafkaAccess kafka,
    ClickHouseAccess clickhouse,
    Batching batching,
    int retentionDays,
    String group) {
  private static final String DEFAULT_URL = "jdbc:ch://127.0.0.1:18123/strowger";

  /**
   * @param maxRows an insert is due when a partition has so many
   * @param flushInterval an insert is due at the latest after this time
   */
  public record Batching(int maxRows, Duration flushInterval) {
    public Batching {
      if (maxRows < 1 || flushInterval.isNegative()) {
        throw new IllegalArgumentException("maxRows or flushInterval is too small");
      }
    }
  }

  /** Reads the {@code STROWGER_CLICKHOUSE_*} and {@code STROWGER_ANALYTICS_*} settings. */
  public static AnalyticsConfig from(Settings settings, KafkaAccess kafka) {
    return new AnalyticsConfig(
        kafka,
        clickhouse(settings),
        new Batching(
            settings.integer("STROWGER_ANALYTICS_BATCH_ROWS", 5000, 1, 100_000),
            settings.duration("STROWGER_ANALYTICS_FLUSH_INTERVAL", Duration.ofSeconds(1))),
        settings.integer("STROWGER_ANALYTICS_RETENTION_DAYS", 400, 0, 36_500),
        settings.string("STROWGER_ANALYTICS_GROUP", "strowger-analytics"));
  }

  private static ClickHouseAccess clickhouse(Settings settings) {
    String url = settings.string("STROWGER_CLICKHOUSE_URL", DEFAULT_URL);
    String user = settings.string("STROWGER_CLICKHOUSE_USER", "default");
    String password = settings.secret("STROWGER_CLICKHOUSE_PASSWORD").orElse("");
    try {
      return new ClickHouseAccess(
          url, user, password, TlsFiles.rsaClient(settings, "STROWGER_CLICKHOUSE"));
    } catch (IllegalArgumentException e) {
      settings.problem("STROWGER_CLICKHOUSE_URL: " + e.getMessage());
      return new ClickHouseAccess(DEFAULT_URL, user, password);
    }
  }
}
