package dev.strowger.console;

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
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConsoleConfigTest {
  private static final KafkaAccess KAFKA =
      KafkaAccess.plain("127.0.0.1:19092", new InMemorySchemaRegistry());

  @Test
  void everyDefaultIsAsDocumented() {
    ConsoleConfig config = ConsoleConfig.from(new Settings(Map.of()), KAFKA);

    assertThat(config.listen())
        .isEqualTo(
            new ConsoleConfig.Listen(
                "127.0.0.1", 8090, Set.of(), Path.of("data/admin.token"), Optional.empty()));
    assertThat(config.sql())
        .isEqualTo(
            new ConsoleConfig.Sql(
                "jdbc:clickhouse://127.0.0.1:18123/strowger",
                "reader",
                "",
                Path.of("analytics/sql"),
                Duration.ofSeconds(30),
                10_000));
    assertThat(config.manifests())
        .isEqualTo(
            new ConsoleConfig.Manifests(
                Path.of("compose/config"), Duration.ofSeconds(1), Set.of(), ""));
    assertThat(config.demoKeyFile()).isEmpty();
    assertThat(config.maxBodyBytes()).isEqualTo(32 << 20);
  }

  @Test
  void settingsOverrideTheDefaults(@TempDir Path directory) throws Exception {
    Path token = Files.writeString(directory.resolve("token"), "from-a-file\n");
    ConsoleConfig config =
        ConsoleConfig.from(
            new Settings(
                Map.of(
                    "STROWGER_CONSOLE_PORT", "0",
                    "STROWGER_SIMULATED", "openai, anthropic",
                    "STROWGER_ADMIN_TOKEN_FILE", token.toString(),
                    "STROWGER_CLICKHOUSE_READER_PASSWORD", "secret",
                    "STROWGER_DEMO_KEY_FILE", "data/demo.key",
                    "STROWGER_DATA", "/var/lib/strowger")),
            KAFKA);

    assertThat(config.listen().port()).isZero();
    assertThat(config.listen().token()).contains("from-a-file");
    assertThat(config.listen().tokenFile()).isEqualTo(Path.of("/var/lib/strowger/admin.token"));
    assertThat(config.manifests().simulated()).containsExactlyInAnyOrder("openai", "anthropic");
    assertThat(config.sql().password()).isEqualTo("secret");
    assertThat(config.demoKeyFile()).contains(Path.of("data/demo.key"));
  }

  @Test
  void everyProblemIsNamedAtOnce() {
    Settings settings =
        new Settings(
            Map.of(
                "STROWGER_CONSOLE_PORT", "many",
                "STROWGER_SQL_TIMEOUT", "soon",
                "STROWGER_ADMIN_TOKEN_FILE", "/nowhere/token"));

    assertThatThrownBy(() -> ConsoleConfig.from(settings, KAFKA))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("STROWGER_CONSOLE_PORT=many")
        .hasMessageContaining("STROWGER_SQL_TIMEOUT=soon")
        .hasMessageContaining("STROWGER_ADMIN_TOKEN_FILE=/nowhere/token");
  }

  @Test
  void secretsAreNotInTheTextOfAConfig() {
    ConsoleConfig config =
        ConsoleConfig.from(
            new Settings(
                Map.of(
                    "STROWGER_ADMIN_TOKEN", "token-in-clear",
                    "STROWGER_CLICKHOUSE_READER_PASSWORD", "password-in-clear")),
            KAFKA);

    assertThat(config.toString()).doesNotContain("in-clear");
  }
}
