package dev.strowger.sealing;

import dev.strowger.process.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeSet;

/**
 * How bodies are sealed.
 *
 * @param kms where the tenants' keys are; empty: bodies stay plain
 * @param keyCache how long an unwrapped key may be used without asking for it again; so long after
 *     a key was destroyed, bodies can still be read
 * @param renew how long a process seals with the same data key
 * @param retention by class
 */
public record SealingConfig(
    Optional<KmsSource> kms, Duration keyCache, Duration renew, Retention retention) {
  static final Duration KEY_CACHE = Duration.ofSeconds(60);
  static final Duration RENEW = Duration.ofHours(1);

  /** Nothing is sealed. */
  public static final SealingConfig OFF =
      new SealingConfig(Optional.empty(), KEY_CACHE, RENEW, Retention.NONE);

  /** Problems are left in {@code settings}. */
  public static SealingConfig from(Settings settings) {
    Duration cache = settings.duration("STROWGER_KEY_CACHE", KEY_CACHE);
    if (!cache.isPositive() || cache.compareTo(RENEW) > 0) {
      settings.problem("STROWGER_KEY_CACHE: expected a duration up to 1h");
      cache = KEY_CACHE;
    }
    return new SealingConfig(source(settings), cache, RENEW, Retention.from(settings));
  }

  private static Optional<KmsSource> source(Settings settings) {
    String name = settings.string("STROWGER_KMS", "off");
    if (name.equals("off")) {
      return Optional.empty();
    }
    List<String> known = new ArrayList<>(List.of("off"));
    for (KmsProvider provider : ServiceLoader.load(KmsProvider.class)) {
      if (provider.name().equals(name)) {
        return Optional.of(provider.configure(settings));
      }
      known.add(provider.name());
    }
    settings.problem("STROWGER_KMS=" + name + ": expected one of " + new TreeSet<>(known));
    return Optional.empty();
  }
}
