package dev.strowger.worker;

import dev.strowger.process.Settings;
import dev.strowger.sealing.SealingConfig;
import dev.strowger.topics.KafkaAccess;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * All that a worker process is told.
 *
 * @param kafka the log
 * @param providers one pool each
 * @param catalogue names of all providers, served here or elsewhere
 * @param channel how the direct channel of an ingress is reached
 * @param instance this process's name among the workers, the same after a restart; lets it take its
 *     partitions back at once instead of after a session timeout. Two processes must not share one.
 * @param limits bounds
 * @param cache whether answers are given from the cache here
 * @param sealing of bodies in the log
 */
public record WorkerConfig(
    KafkaAccess kafka,
    List<ProviderAccess> providers,
    List<String> catalogue,
    ChannelAccess channel,
    Optional<String> instance,
    Limits limits,
    CacheSettings cache,
    SealingConfig sealing) {
  private static final Duration SHORTEST_HEARTBEAT = Duration.ofMillis(100);

  /** Nothing is sealed. */
  public WorkerConfig(
      KafkaAccess kafka,
      List<ProviderAccess> providers,
      List<String> catalogue,
      ChannelAccess channel,
      Optional<String> instance,
      Limits limits,
      CacheSettings cache) {
    this(kafka, providers, catalogue, channel, instance, limits, cache, SealingConfig.OFF);
  }

  public WorkerConfig {
    providers = List.copyOf(providers);
    catalogue = List.copyOf(catalogue);
  }

  /**
   * Bounds of a worker process.
   *
   * @param concurrency requests at a provider at once, of each pool
   * @param inFlightBytes request bodies in memory, of each pool
   * @param maxBodyBytes largest body of a request or an answer in a record
   * @param maxResponseBytes most that is read of one provider response
   * @param connectTimeout longest one to a provider, whatever a route asks for
   * @param drain how long a stop waits for requests under way
   * @param heartbeat how often this process says which pools it serves
   * @param shadows copies of requests worked on at once, of each pool; 0: none
   */
  public record Limits(
      int concurrency,
      long inFlightBytes,
      int maxBodyBytes,
      int maxResponseBytes,
      Duration connectTimeout,
      Duration drain,
      Duration heartbeat,
      int shadows) {
    public static final Limits DEFAULTS =
        new Limits(
            512,
            256L << 20,
            32 << 20,
            64 << 20,
            Duration.ofSeconds(30),
            Duration.ofSeconds(25),
            Duration.ofSeconds(2),
            8);
  }

  /**
   * Problems are left in {@code settings}, see {@link Settings#orThrow}.
   *
   * @param kafka read from the same settings
   */
  public static WorkerConfig from(Settings settings, KafkaAccess kafka) {
    ProviderSettings providers = new ProviderSettings(settings);
    return new WorkerConfig(
        kafka,
        providers.read(),
        providers.names(),
        ChannelAccess.from(settings),
        settings.optional("STROWGER_WORKER_INSTANCE"),
        limits(settings),
        CacheSettings.from(settings),
        SealingConfig.from(settings));
  }

  /** Longer pauses would look like a dead worker. */
  private static Duration heartbeat(Settings settings, Duration otherwise) {
    Duration heartbeat = settings.duration("STROWGER_WORKER_HEARTBEAT", otherwise);
    if (heartbeat.compareTo(SHORTEST_HEARTBEAT) < 0 || heartbeat.compareTo(otherwise) > 0) {
      settings.problem("STROWGER_WORKER_HEARTBEAT must be from 100ms to 2s");
    }
    return heartbeat;
  }

  private static Limits limits(Settings settings) {
    Limits defaults = Limits.DEFAULTS;
    return new Limits(
        settings.integer("STROWGER_POOL_CONCURRENCY", defaults.concurrency(), 1, 100_000),
        settings.bytes("STROWGER_POOL_BYTES", defaults.inFlightBytes()),
        (int) Math.min(1 << 30, settings.bytes("STROWGER_MAX_BODY", defaults.maxBodyBytes())),
        (int)
            Math.min(
                1 << 30,
                settings.bytes("STROWGER_MAX_PROVIDER_RESPONSE", defaults.maxResponseBytes())),
        settings.duration("STROWGER_CONNECT_TIMEOUT", defaults.connectTimeout()),
        settings.duration("STROWGER_DRAIN", defaults.drain()),
        heartbeat(settings, defaults.heartbeat()),
        settings.integer("STROWGER_SHADOW_CONCURRENCY", defaults.shadows(), 0, 1_000));
  }

  /** Without the token. */
  @Override
  public String toString() {
    return "WorkerConfig[providers="
        + providers.stream().map(p -> p.provider().name()).toList()
        + ", instance="
        + instance
        + ", limits="
        + limits
        + ", cache="
        + cache
        + "]";
  }
}
