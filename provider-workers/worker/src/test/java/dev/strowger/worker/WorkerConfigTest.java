package dev.strowger.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.strowger.process.Settings;
import dev.strowger.process.SettingsException;
import dev.strowger.topics.InMemorySchemaRegistry;
import dev.strowger.topics.KafkaAccess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkerConfigTest {
  private static final String PROVIDERS =
      """
      providers:
        - name: openai
          dialect: openai
          base_url: https://api.openai.com/v1
          base_url_env: OPENAI_BASE_URL
          api_key_env: OPENAI_API_KEY
        - name: anthropic
          dialect: anthropic
          base_url: https://api.anthropic.com
          api_key_env: ANTHROPIC_API_KEY
        - name: ollama
          dialect: openai
          base_url: http://127.0.0.1:11434/v1
          base_url_env: OLLAMA_BASE_URL
      """;

  @TempDir Path directory;
  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void aCatalogueAndAToken() throws IOException {
    Path file = directory.resolve("providers.yaml");
    Files.writeString(file, PROVIDERS);
    environment.put("STROWGER_PROVIDERS", file.toString());
    environment.put("STROWGER_CHANNEL_TOKEN", "channel-secret");
  }

  @Test
  void hasTheseDefaults() {
    environment.put("OPENAI_API_KEY", "sk-1");
    environment.put("ANTHROPIC_API_KEY", "sk-2");

    WorkerConfig config = config();

    assertThat(config.catalogue()).containsExactly("openai", "anthropic", "ollama");
    assertThat(config.providers())
        .extracting(p -> p.provider().name())
        .isEqualTo(config.catalogue());
    assertThat(config.providers()).noneMatch(ProviderAccess::simulated);
    assertThat(config.instance()).isEmpty();
    assertThat(config.limits())
        .isEqualTo(
            new WorkerConfig.Limits(
                512,
                256L << 20,
                32 << 20,
                64 << 20,
                Duration.ofSeconds(30),
                Duration.ofSeconds(25),
                Duration.ofSeconds(2),
                8));
    assertThat(config.cache()).isEqualTo(new CacheSettings(true, 256L << 20));
  }

  @Test
  void readsWhetherAnswersAreGivenFromTheCache() {
    environment.put("STROWGER_POOLS", "ollama");
    environment.put("STROWGER_CACHE", "off");
    environment.put("STROWGER_CACHE_MAX_BYTES", "8MiB");

    assertThat(config().cache()).isEqualTo(new CacheSettings(false, 8 << 20));
  }

  @Test
  void refusesACacheThatHoldsNothing() {
    environment.put("STROWGER_POOLS", "ollama");
    environment.put("STROWGER_CACHE_MAX_BYTES", "1KiB");

    assertThatThrownBy(this::config)
        .hasMessageContaining("STROWGER_CACHE_MAX_BYTES must be at least 1MiB");
  }

  @Test
  void refusesAProviderWithTheNameOfTheCache() throws IOException {
    Path file = directory.resolve("providers.yaml");
    Files.writeString(file, PROVIDERS.replace("name: ollama", "name: cache"));
    environment.put("STROWGER_POOLS", "cache");

    assertThatThrownBy(this::config).hasMessageContaining("no provider can be named cache");
  }

  @Test
  void refusesHeartbeatsThatWouldLookLikeADeadWorker() {
    environment.put("STROWGER_POOLS", "ollama");
    environment.put("STROWGER_WORKER_HEARTBEAT", "5s");

    assertThatThrownBy(this::config)
        .hasMessageContaining("STROWGER_WORKER_HEARTBEAT must be from 100ms to 2s");
  }

  @Test
  void namesEveryMissingKeyAndTheMissingToken() {
    environment.remove("STROWGER_CHANNEL_TOKEN");

    assertThatThrownBy(this::config)
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("OPENAI_API_KEY (or OPENAI_API_KEY_FILE) is not set")
        .hasMessageContaining("ANTHROPIC_API_KEY")
        .hasMessageContaining("STROWGER_CHANNEL_TOKEN");
  }

  @Test
  void needsOnlyTheKeysOfThePoolsItServes() {
    environment.put("STROWGER_POOLS", "ollama");

    assertThat(config().providers()).extracting(p -> p.provider().name()).containsExactly("ollama");
  }

  @Test
  void refusesAPoolThatIsNoProvider() {
    environment.put("STROWGER_POOLS", "ollama, olama");

    assertThatThrownBy(this::config)
        .hasMessageContaining("no provider is named olama; there are openai, anthropic, ollama");
  }

  @Test
  void readsAKeyFromAFileAndNeverShowsIt() throws IOException {
    Path key = Files.writeString(directory.resolve("key"), "sk-from-file\n");
    environment.put("OPENAI_API_KEY_FILE", key.toString());
    environment.put("STROWGER_POOLS", "openai");

    WorkerConfig config = config();

    assertThat(config.providers().getFirst().secret())
        .isEqualTo(new Secret.Key(new ApiKey("sk-from-file")));
    assertThat(config.toString() + config.providers())
        .doesNotContain("sk-from-file")
        .doesNotContain("channel-secret");
  }

  @Test
  void refusesAKeyThatCannotBeAHeaderWithoutRepeatingIt() {
    environment.put("OPENAI_API_KEY", "sk with spaces");
    environment.put("STROWGER_POOLS", "openai");

    assertThatThrownBy(this::config)
        .hasMessageContaining("OPENAI_API_KEY")
        .hasMessageNotContaining("sk with spaces");
  }

  @Test
  void simulatesOnlyProvidersForWhichNothingIsSet() {
    environment.put("STROWGER_SIMULATE", "missing-keys");
    environment.put(
        "STROWGER_SIMULATORS",
        "openai=http://127.0.0.1:9101/v1,anthropic=http://127.0.0.1:9102/,ollama=http://127.0.0.1:9103/v1");
    environment.put("ANTHROPIC_API_KEY", "sk-2");
    environment.put("OLLAMA_BASE_URL", "http://10.0.0.9:11434/v1");

    var providers = config().providers();

    assertThat(providers).extracting(ProviderAccess::simulated).containsExactly(true, false, false);
    assertThat(providers)
        .extracting(p -> p.provider().baseUrl())
        .containsExactly(
            URI.create("http://127.0.0.1:9101/v1"),
            URI.create("https://api.anthropic.com"),
            URI.create("http://10.0.0.9:11434/v1"));
    assertThat(providers.getFirst().secret()).isEqualTo(new Secret.None());
  }

  @Test
  void simulatesAKeylessProviderWhoseAddressIsNotSet() {
    environment.put("STROWGER_SIMULATE", "missing-keys");
    environment.put("STROWGER_SIMULATORS", "ollama=http://127.0.0.1:9103/v1");
    environment.put("STROWGER_POOLS", "ollama");

    assertThat(config().providers().getFirst().simulated()).isTrue();
  }

  @Test
  void saysWhichSimulatorIsMissing() {
    environment.put("STROWGER_SIMULATE", "missing-keys");
    environment.put("STROWGER_POOLS", "openai");

    assertThatThrownBy(this::config).hasMessageContaining("no simulator for provider openai");
  }

  @Test
  void refusesAnUnknownModeOfSimulation() {
    environment.put("STROWGER_SIMULATE", "always");

    assertThatThrownBy(this::config)
        .hasMessageContaining("STROWGER_SIMULATE=always: expected never or missing-keys");
  }

  @Test
  void reportsAMissingCatalogue() {
    environment.put("STROWGER_PROVIDERS", "/nowhere/providers.yaml");

    assertThatThrownBy(this::config)
        .hasMessageContaining("/nowhere/providers.yaml: the file cannot be read");
  }

  private WorkerConfig config() {
    Settings settings = new Settings(environment);
    KafkaAccess kafka = KafkaAccess.plain("127.0.0.1:19092", new InMemorySchemaRegistry());
    return settings.orThrow(WorkerConfig.from(settings, kafka));
  }
}
