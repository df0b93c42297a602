package dev.strowger.ingress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.strowger.ingress.identity.OidcConfig;
import dev.strowger.process.Settings;
import dev.strowger.process.SettingsException;
import dev.strowger.topics.InMemorySchemaRegistry;
import dev.strowger.topics.KafkaAccess;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IngressConfigTest {
  private static final KafkaAccess KAFKA =
      KafkaAccess.plain("127.0.0.1:1", new InMemorySchemaRegistry());
  private static final String TOKEN = "0123456789abcdef";

  @Test
  void hasTheseDefaults() {
    IngressConfig config = config(Map.of());

    assertThat(config.instance()).matches("[0-9a-f]{8}");
    assertThat(config.apps()).isEqualTo(new IngressConfig.Address("127.0.0.1", 8080));
    assertThat(config.channel())
        .isEqualTo(
            new IngressConfig.ChannelDoor(
                new IngressConfig.Address("127.0.0.1", 18_082), Optional.empty(), TOKEN));
    assertThat(config.bounds())
        .isEqualTo(
            new IngressConfig.Bounds(
                32 << 20,
                10_000,
                20_000,
                16 << 10,
                Math.max(64L << 20, Runtime.getRuntime().maxMemory() / 8),
                Runtime.getRuntime().availableProcessors(),
                200_000));
    assertThat(config.times())
        .isEqualTo(
            new IngressConfig.Times(
                Duration.ofSeconds(30),
                Duration.ofMinutes(10),
                Duration.ofMinutes(6),
                Duration.ofSeconds(60),
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                Duration.ofSeconds(3)));
    assertThat(config.callers()).isEqualTo(new Callers("", List.of(), Optional.empty()));
    assertThat(config.finding())
        .isEqualTo(
            new IngressConfig.Finding(
                Runtime.getRuntime().availableProcessors(), 1_000, Duration.ofMillis(250)));
    assertThat(config.rescue())
        .isEqualTo(
            new IngressConfig.Rescue(
                4 << 20, Runtime.getRuntime().maxMemory() / 8, Duration.ofSeconds(30)));
  }

  @Test
  void readsHowCallersAreToldApart() {
    Callers callers =
        config(
                Map.of(
                    "STROWGER_REGION", "eu",
                    "STROWGER_TRUSTED_PROXIES", "10.0.0.1, 10.1.0.0/16",
                    "STROWGER_OIDC_ISSUER", "https://id.example/realms/a",
                    "STROWGER_OIDC_AUDIENCE", "strowger"))
            .callers();

    assertThat(callers.region()).isEqualTo("eu");
    assertThat(callers.trustedProxies()).hasSize(2);
    assertThat(callers.tokens())
        .contains(
            new OidcConfig(
                "https://id.example/realms/a",
                "strowger",
                new OidcConfig.KeySource.Discovered(
                    URI.create("https://id.example/realms/a/.well-known/openid-configuration")),
                new OidcConfig.Claims("tenant", Optional.empty(), Optional.empty()),
                Duration.ofMinutes(5)));
  }

  @Test
  void namesWhatIsWrongWithHowCallersAreToldApart() {
    assertThatThrownBy(
            () ->
                config(
                    Map.of(
                        "STROWGER_TRUSTED_PROXIES", "proxy.example",
                        "STROWGER_OIDC_ISSUER", "http://id.example")))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("STROWGER_TRUSTED_PROXIES")
        .hasMessageContaining("STROWGER_OIDC_AUDIENCE")
        .hasMessageContaining("STROWGER_OIDC_ISSUER: expected an https URL");
  }

  @Test
  void readsEverySetting() {
    IngressConfig config =
        config(
            Map.ofEntries(
                Map.entry("STROWGER_INSTANCE", "door-1"),
                Map.entry("STROWGER_FEATURE_THREADS", "7"),
                Map.entry("STROWGER_FEATURE_QUEUE", "8"),
                Map.entry("STROWGER_FEATURE_TIMEOUT", "9ms"),
                Map.entry("STROWGER_APPS_HOST", "0.0.0.0"),
                Map.entry("STROWGER_APPS_PORT", "0"),
                Map.entry("STROWGER_CHANNEL_HOST", "0.0.0.0"),
                Map.entry("STROWGER_CHANNEL_PORT", "1"),
                Map.entry("STROWGER_CHANNEL_URL", "http://10.0.0.5:18082"),
                Map.entry("STROWGER_MAX_BODY", "1MiB"),
                Map.entry("STROWGER_MAX_BUFFERED", "8MiB"),
                Map.entry("STROWGER_MAX_IN_FLIGHT", "5"),
                Map.entry("STROWGER_MAX_CONNECTIONS", "6"),
                Map.entry("STROWGER_MAX_HEADERS", "8KiB"),
                Map.entry("STROWGER_EVENT_LOOPS", "3"),
                Map.entry("STROWGER_REQUEST_READ_TIMEOUT", "1s"),
                Map.entry("STROWGER_REQUEST_DEADLINE", "2s"),
                Map.entry("STROWGER_KEEP_ALIVE", "3s"),
                Map.entry("STROWGER_CLIENT_STALL", "4s"),
                Map.entry("STROWGER_PUBLISH_TIMEOUT", "5s"),
                Map.entry("STROWGER_DRAIN", "6s"),
                Map.entry("STROWGER_RESCUE_STREAM_BYTES", "1MiB"),
                Map.entry("STROWGER_RESCUE_BYTES", "2MiB"),
                Map.entry("STROWGER_RESCUE_WAIT", "7s"),
                Map.entry("STROWGER_SHUTDOWN_GRACE", "7s")));

    assertThat(config.instance()).isEqualTo("door-1");
    assertThat(config.apps()).isEqualTo(new IngressConfig.Address("0.0.0.0", 0));
    assertThat(config.channel().advertised()).contains(URI.create("http://10.0.0.5:18082"));
    assertThat(config.bounds())
        .isEqualTo(new IngressConfig.Bounds(1 << 20, 5, 6, 8 << 10, 8 << 20, 3, 200_000));
    assertThat(config.times())
        .isEqualTo(
            new IngressConfig.Times(
                Duration.ofSeconds(1),
                Duration.ofSeconds(2),
                Duration.ofSeconds(3),
                Duration.ofSeconds(4),
                Duration.ofSeconds(5),
                Duration.ofSeconds(6),
                Duration.ofSeconds(7)));
    assertThat(config.finding()).isEqualTo(new IngressConfig.Finding(7, 8, Duration.ofMillis(9)));
    assertThat(config.rescue())
        .isEqualTo(new IngressConfig.Rescue(1 << 20, 2 << 20, Duration.ofSeconds(7)));
  }

  @Test
  void readsTheTokenFromAFile(@TempDir Path directory) throws Exception {
    Path file = Files.writeString(directory.resolve("token"), "from-a-file-0123456789\n");

    IngressConfig config =
        IngressConfig.from(
            new Settings(Map.of("STROWGER_CHANNEL_TOKEN_FILE", file.toString())), KAFKA);

    assertThat(config.channel().token()).isEqualTo("from-a-file-0123456789");
    assertThat(config.toString()).doesNotContain("from-a-file");
  }

  @Test
  void reportsEveryProblemAtOnce() {
    Map<String, String> settings =
        Map.of(
            "STROWGER_INSTANCE", "no spaces",
            "STROWGER_CHANNEL_HOST", "0.0.0.0",
            "STROWGER_CHANNEL_TOKEN", "short",
            "STROWGER_MAX_BODY", "1",
            "STROWGER_REQUEST_DEADLINE", "0s");

    assertThatThrownBy(() -> IngressConfig.from(new Settings(settings), KAFKA))
        .isInstanceOf(SettingsException.class)
        .hasMessageContainingAll(
            "STROWGER_INSTANCE",
            "STROWGER_CHANNEL_URL",
            "STROWGER_CHANNEL_TOKEN",
            "STROWGER_MAX_BODY",
            "STROWGER_REQUEST_DEADLINE")
        .hasMessageNotContaining("short");
  }

  private static IngressConfig config(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(settings);
    all.put("STROWGER_CHANNEL_TOKEN", TOKEN);
    return IngressConfig.from(new Settings(all), KAFKA);
  }
}
