package dev.strowger.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.strowger.process.Settings;
import dev.strowger.router.audit.TrailTerms;
import dev.strowger.topics.InMemorySchemaRegistry;
import dev.strowger.topics.KafkaAccess;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RouterConfigTest {
  private static final KafkaAccess KAFKA =
      KafkaAccess.plain("127.0.0.1:1", new InMemorySchemaRegistry());

  @Test
  void hasTheseDefaults() {
    assertThat(RouterConfig.from(new Settings(Map.of()), KAFKA))
        .isEqualTo(
            new RouterConfig(
                KAFKA,
                32 << 20,
                Duration.ofSeconds(60),
                new StreamsTuning(
                    "strowger-router",
                    "router-1",
                    true,
                    Duration.ofMillis(500),
                    Duration.ofSeconds(6),
                    RouterConfig.defaultThreads(),
                    1),
                new LedgerTerms(
                    Duration.ofSeconds(30),
                    Duration.ofMinutes(2),
                    Duration.ofSeconds(2),
                    Duration.ofHours(24)),
                new TrailTerms(Optional.empty(), 100, Duration.ofSeconds(60))));
  }

  @Test
  void readsEverySetting() {
    Map<String, String> environment =
        Map.ofEntries(
            Map.entry("STROWGER_MAX_BODY", "1MiB"),
            Map.entry("STROWGER_ROUTER_TABLES_TIMEOUT", "1s"),
            Map.entry("STROWGER_ROUTER_GROUP", "g"),
            Map.entry("STROWGER_ROUTER_INSTANCE", "i"),
            Map.entry("STROWGER_ROUTER_GUARANTEE", "at_least_once"),
            Map.entry("STROWGER_ROUTER_COMMIT_INTERVAL", "50ms"),
            Map.entry("STROWGER_ROUTER_SESSION_TIMEOUT", "7s"),
            Map.entry("STROWGER_ROUTER_THREADS", "3"),
            Map.entry("STROWGER_ROUTER_STANDBYS", "2"),
            Map.entry("STROWGER_ROUTER_GRACE", "4s"),
            Map.entry("STROWGER_ROUTER_REMEMBER", "5s"),
            Map.entry("STROWGER_ROUTER_SWEEP_INTERVAL", "6s"),
            Map.entry("STROWGER_ROUTER_IDEMPOTENCY", "8h"),
            Map.entry("STROWGER_AUDIT_CHECKPOINT_LINKS", "7"),
            Map.entry("STROWGER_AUDIT_CHECKPOINT_INTERVAL", "9s"));

    assertThat(RouterConfig.from(new Settings(environment), KAFKA))
        .isEqualTo(
            new RouterConfig(
                KAFKA,
                1 << 20,
                Duration.ofSeconds(1),
                new StreamsTuning(
                    "g", "i", false, Duration.ofMillis(50), Duration.ofSeconds(7), 3, 2),
                new LedgerTerms(
                    Duration.ofSeconds(4),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(6),
                    Duration.ofHours(8)),
                new TrailTerms(Optional.empty(), 7, Duration.ofSeconds(9))));
  }

  @Test
  void takesTheHostsNameAsItsInstance() {
    RouterConfig config = RouterConfig.from(new Settings(Map.of("HOSTNAME", "router-7f9")), KAFKA);

    assertThat(config.streams().instance()).isEqualTo("router-7f9");
  }

  @Test
  void namesEveryBadSetting() {
    Settings settings =
        new Settings(
            Map.of(
                "STROWGER_MAX_BODY", "1GiB",
                "STROWGER_ROUTER_GUARANTEE", "at_most_once",
                "STROWGER_ROUTER_GROUP", "a b",
                "STROWGER_ROUTER_SESSION_TIMEOUT", "1s",
                "STROWGER_ROUTER_COMMIT_INTERVAL", "0s",
                "STROWGER_ROUTER_SWEEP_INTERVAL", "0s",
                "STROWGER_ROUTER_STANDBYS", "-1",
                "STROWGER_ROUTER_THREADS", "0"));

    assertThatThrownBy(() -> RouterConfig.from(settings, KAFKA))
        .hasMessageContainingAll(
            "STROWGER_MAX_BODY",
            "STROWGER_ROUTER_GUARANTEE",
            "STROWGER_ROUTER_GROUP",
            "STROWGER_ROUTER_SESSION_TIMEOUT",
            "STROWGER_ROUTER_COMMIT_INTERVAL",
            "STROWGER_ROUTER_SWEEP_INTERVAL",
            "STROWGER_ROUTER_STANDBYS",
            "STROWGER_ROUTER_THREADS");
  }

  @Test
  void keepsItsTransactionalIdsOverARestart() {
    StreamsTuning tuning = RouterConfig.from(new Settings(Map.of()), KAFKA).streams();
    Map<String, Object> given =
        Map.of("transactional.id", "strowger-router-1f0c-11ee-3", "acks", "all");

    assertThat(new StableTransactions(tuning).withStableId(given))
        .isEqualTo(Map.of("transactional.id", "strowger-router-router-1-3", "acks", "all"));
    assertThat(new StableTransactions(tuning).withStableId(Map.of("acks", "all")))
        .isEqualTo(Map.of("acks", "all"));
  }

  @Test
  void pausesLongerTheMoreOftenAThreadDies() {
    Instant[] now = {Samples.START};
    Clock clock =
        new Clock() {
          @Override
          public ZoneOffset getZone() {
            return ZoneOffset.UTC;
          }

          @Override
          public Clock withZone(java.time.ZoneId zone) {
            return this;
          }

          @Override
          public Instant instant() {
            return now[0];
          }
        };
    ThreadRecovery recovery =
        new ThreadRecovery(new RouterMeters(new SimpleMeterRegistry()), clock);

    assertThat(recovery.nextPause()).isEqualTo(Duration.ofMillis(100));
    assertThat(recovery.nextPause()).isEqualTo(Duration.ofMillis(200));
    for (int i = 0; i < 100; i++) {
      recovery.nextPause();
    }
    assertThat(recovery.nextPause()).isEqualTo(Duration.ofSeconds(10));
    now[0] = now[0].plusSeconds(61);
    assertThat(recovery.nextPause()).isEqualTo(Duration.ofMillis(100));
  }
}
