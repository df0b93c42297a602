package dev.strowger.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.strowger.process.Settings;
import dev.strowger.process.SettingsException;
import dev.strowger.simulator.SimulatorConfig.Line;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SimulatorConfigTest {
  private static SimulatorConfig read(Map<String, String> environment) {
    Settings settings = new Settings(environment);
    return settings.orThrow(SimulatorConfig.from(settings));
  }

  @Test
  void hasTheseDefaults() {
    SimulatorConfig config = read(Map.of());

    assertThat(config.lines())
        .containsExactly(
            new Line("openai", ProviderKind.OPENAI, 18091),
            new Line("anthropic", ProviderKind.ANTHROPIC, 18092),
            new Line("ollama", ProviderKind.OLLAMA, 18093),
            new Line("azure-openai", ProviderKind.AZURE_OPENAI, 18094),
            new Line("bedrock-converse", ProviderKind.BEDROCK_CONVERSE, 18095),
            new Line("gemini", ProviderKind.GEMINI, 18096),
            new Line("vertex", ProviderKind.VERTEX, 18097),
            new Line("cohere-v2", ProviderKind.COHERE_V2, 18098),
            new Line("mistral", ProviderKind.MISTRAL, 18099));
    assertThat(config.controlPort()).isEqualTo(18090);
    assertThat(config.pace())
        .isEqualTo(new Behaviour.Pace(Duration.ofMillis(50), Duration.ZERO, 200));
    assertThat(config.seed()).isEqualTo(1);
    assertThat(config.eventLoops()).isEqualTo(2);
  }

  @Test
  void readsEverySetting() {
    SimulatorConfig config =
        read(
            Map.of(
                "STROWGER_SIMULATOR_PROVIDERS", "groq=openai:0, anthropic:7",
                "STROWGER_SIMULATOR_CONTROL_PORT", "0",
                "STROWGER_SIMULATOR_TTFT", "0ms",
                "STROWGER_SIMULATOR_TTFT_JITTER", "3ms",
                "STROWGER_SIMULATOR_TOKENS_PER_SECOND", "0",
                "STROWGER_SIMULATOR_SEED", "9",
                "STROWGER_SIMULATOR_EVENT_LOOPS", "1"));

    assertThat(config)
        .isEqualTo(
            new SimulatorConfig(
                java.util.List.of(
                    new Line("groq", ProviderKind.OPENAI, 0),
                    new Line("anthropic", ProviderKind.ANTHROPIC, 7)),
                0,
                new Behaviour.Pace(Duration.ZERO, Duration.ofMillis(3), 0),
                9,
                1));
  }

  @Test
  void namesEachLineThatCannotBeUsed() {
    assertThatThrownBy(
            () ->
                read(Map.of("STROWGER_SIMULATOR_PROVIDERS", "openai:1,nobody:2,openai:3,ollama:x")))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("'nobody:2'")
        .hasMessageContaining("'openai:3'")
        .hasMessageContaining("'ollama:x'");
  }
}
