package dev.strowger.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.strowger.process.Settings;
import dev.strowger.process.SettingsException;
import dev.strowger.topics.InMemorySchemaRegistry;
import dev.strowger.topics.KafkaAccess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnalyticsConfigTest {
  private static final KafkaAccess KAFKA =
      KafkaAccess.plain("127.0.0.1:1", new InMemorySchemaRegistry());

  @Test
  void hasTheseDefaults() {
    AnalyticsConfig config = AnalyticsConfig.from(new Settings(Map.of()), KAFKA);

    assertThat(config)
        .isEqualTo(
            new AnalyticsConfig(
                KAFKA,
                new ClickHouseAccess("jdbc:ch://127.0.0.1:18123/strowger", "default", ""),
                new AnalyticsConfig.Batching(5000, Duration.ofSeconds(1)),
                400,
                "strowger-analytics"));
  }

  @Test
  void readsEverySetting(@TempDir Path directory) throws Exception {
    Path secret = Files.writeString(directory.resolve("password"), "hidden\n");
    AnalyticsConfig config =
        AnalyticsConfig.from(
            new Settings(
                Map.of(
                    "STROWGER_CLICKHOUSE_URL", "jdbc:ch:https://ch.example:8443/llm?ssl=true",
                    "STROWGER_CLICKHOUSE_USER", "writer",
                    "STROWGER_CLICKHOUSE_PASSWORD_FILE", secret.toString(),
                    "STROWGER_ANALYTICS_BATCH_ROWS", "10",
                    "STROWGER_ANALYTICS_FLUSH_INTERVAL", "250ms",
                    "STROWGER_ANALYTICS_RETENTION_DAYS", "0",
                    "STROWGER_ANALYTICS_GROUP", "other")),
            KAFKA);

    assertThat(config.clickhouse())
        .isEqualTo(
            new ClickHouseAccess(
                "jdbc:ch:https://ch.example:8443/llm?ssl=true", "writer", "hidden"));
    assertThat(config.clickhouse().database()).isEqualTo("llm");
    assertThat(config.clickhouse().toString()).doesNotContain("hidden");
    assertThat(config.batching())
        .isEqualTo(new AnalyticsConfig.Batching(10, Duration.ofMillis(250)));
    assertThat(config.retentionDays()).isZero();
    assertThat(config.group()).isEqualTo("other");
  }

  @Test
  void namesAUrlItCannotUse() {
    Settings settings = new Settings(Map.of("STROWGER_CLICKHOUSE_URL", "http://127.0.0.1:8123"));
    AnalyticsConfig config = AnalyticsConfig.from(settings, KAFKA);

    assertThatThrownBy(() -> settings.orThrow(config))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("STROWGER_CLICKHOUSE_URL");
  }
}
