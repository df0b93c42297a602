package dev.strowger.worker;

import dev.strowger.process.Settings;

/**
 * Whether this process gives answers from the cache.
 *
 * @param on whether it serves the pool {@code cache}
 * @param maxBytes kept answers in memory
 */
public record CacheSettings(boolean on, long maxBytes) {
  public static final CacheSettings DEFAULTS = new CacheSettings(true, 256L << 20);

  /** Less would not hold one answer. */
  private static final long LEAST_BYTES = 1 << 20;

  static CacheSettings from(Settings settings) {
    long maxBytes = settings.bytes("STROWGER_CACHE_MAX_BYTES", DEFAULTS.maxBytes());
    if (maxBytes < LEAST_BYTES) {
      settings.problem("STROWGER_CACHE_MAX_BYTES must be at least 1MiB");
    }
    return new CacheSettings(settings.flag("STROWGER_CACHE", DEFAULTS.on()), maxBytes);
  }
}
