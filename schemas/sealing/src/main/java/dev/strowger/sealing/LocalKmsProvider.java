package dev.strowger.sealing;

import dev.strowger.process.Settings;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;

/** {@code STROWGER_KMS=local}: key files. */
public final class LocalKmsProvider implements KmsProvider {
  @Override
  public String name() {
    return "local";
  }

  @Override
  public KmsSource configure(Settings settings) {
    Path directory =
        settings.path(
            "STROWGER_KEYS_DIR", settings.path("STROWGER_DATA", Path.of("data")).resolve("keys"));
    return () -> new LocalKms(directory, new SecureRandom(), Clock.systemUTC());
  }
}
