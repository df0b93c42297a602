package dev.strowger.sealing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.strowger.process.Settings;
import dev.strowger.process.SettingsException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SealingConfigTest {
  @Test
  void defaultsAreAsDocumented() {
    SealingConfig config = SealingConfig.from(new Settings(Map.of()));

    assertThat(config.kms()).isEmpty();
    assertThat(config.keyCache()).isEqualTo(Duration.ofSeconds(60));
    assertThat(config.renew()).isEqualTo(Duration.ofHours(1));
    assertThat(config.retention()).isEqualTo(Retention.NONE);
  }

  @Test
  void settingsAreRead() {
    Settings settings =
        new Settings(
            Map.of(
                "STROWGER_KMS", "local",
                "STROWGER_KEY_CACHE", "5s",
                "STROWGER_RETENTION_BY_CLASS", "health=7d, pii = 12h"));
    SealingConfig config = settings.orThrow(SealingConfig.from(settings));

    assertThat(config.kms()).isPresent();
    assertThat(config.keyCache()).isEqualTo(Duration.ofSeconds(5));
    assertThat(config.retention().byClass())
        .isEqualTo(Map.of("health", Duration.ofDays(7), "pii", Duration.ofHours(12)));
  }

  @Test
  void badSettingsAreAllNamed() {
    Settings settings =
        new Settings(
            Map.of(
                "STROWGER_KMS", "paper",
                "STROWGER_KEY_CACHE", "2h",
                "STROWGER_RETENTION_BY_CLASS", "health=soon,=3d"));
    SealingConfig config = SealingConfig.from(settings);

    assertThatThrownBy(() -> settings.orThrow(config))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("STROWGER_KMS=paper")
        .hasMessageContaining("[local, off, vault]")
        .hasMessageContaining("STROWGER_KEY_CACHE")
        .hasMessageContaining("health=soon")
        .hasMessageContaining("=3d");
  }
}
