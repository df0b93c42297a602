package dev.strowger.sealing;

import dev.strowger.process.Settings;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Sealing as processes have it. */
final class Rig {
  private Rig() {}

  static Sealing local(Path directory, Map<String, String> more) {
    Map<String, String> all = new HashMap<>(more);
    all.put("STROWGER_KMS", "local");
    all.put("STROWGER_KEYS_DIR", directory.toString());
    Settings settings = new Settings(all);
    return Sealing.start(settings.orThrow(SealingConfig.from(settings)));
  }
}
