package dev.strowger.analytics;

import dev.strowger.process.Lifetime;
import dev.strowger.process.Probes;
import dev.strowger.process.ServiceProcess;
import dev.strowger.topics.KafkaAccess;
import dev.strowger.topics.KafkaSettings;
import dev.strowger.topics.TopicAdmin;
import dev.strowger.topics.Topics;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The sink: events, decisions, results of shadows and prices from the log into ClickHouse. */
public final class Analytics implements AutoCloseable {
  private static final int SESSION_MS = 10_000;
  private static final int LEAST_FETCH_BYTES = 256 << 10;
  private static final int LONGEST_FETCH_MS = 500;
  private static final Logger log = LoggerFactory.getLogger(Analytics.class);
  private static final int PROBES_PORT = 8093;
  private static final int LARGEST_BODY_BYTES = 32 << 20;
  private static final int MOST_RECORDS_A_POLL = 2000;
  private static final Duration STOP_GRACE = Duration.ofSeconds(10);

  private final Lifetime lifetime;

  private Analytics(Lifetime lifetime) {
    this.lifetime = lifetime;
  }

  /** Runs until the process is told to stop; ends with 2 if its settings cannot be used. */
  public static void main(String[] arguments) {
    ServiceProcess.withProbes("analytics", PROBES_PORT)
        .run(
            settings ->
                AnalyticsConfig.from(
                    settings, KafkaSettings.from(settings::optional, settings::problem)),
            Analytics::start);
  }

  /**
   * Starts and returns at once: ClickHouse may come later, until then the log keeps everything.
   *
   * <p>Not ready is only a sink whose thread ended. One that waits for ClickHouse shows it by the
   * metrics {@code strowger.analytics.degraded} and {@code strowger.analytics.lag.records}.
   */
  public static Analytics start(AnalyticsConfig config, Probes probes) {
    Lifetime lifetime = new Lifetime();
    try {
      KafkaAccess kafka = config.kafka();
      new TopicAdmin(kafka.clients(), LARGEST_BODY_BYTES)
          .ensure(Stream.concat(Decoder.TOPICS.stream(), Stream.of(Topics.DEAD_LETTERS)).toList());
      SinkMetrics metrics = new SinkMetrics(probes.meters());
      Admin admin = lifetime.add("admin", Admin.create(kafka.clients()));
      DeadLetters deadLetters =
          lifetime.add("dead-letters", new DeadLetters(kafka, Clock.systemUTC()));
      SinkLoop loop =
          new SinkLoop(
              consumer(config),
              admin,
              new Migrations(config.clickhouse()),
              new BatchWriter(
                  config.clickhouse(), new Decoder(kafka.serdes()), deadLetters, metrics),
              metrics,
              config);
      Thread thread = Thread.ofPlatform().name("analytics").daemon().start(() -> guarded(loop));
      lifetime.add("loop", () -> stop(loop, thread));
      probes
          .health()
          .check(
              "analytics",
              () -> thread.isAlive() ? Optional.empty() : Optional.of("the sink has stopped"));
      return new Analytics(lifetime);
    } catch (RuntimeException e) {
      lifetime.close();
      throw e;
    }
  }

  @Override
  public void close() {
    lifetime.close();
  }

  private static Consumer<String, byte[]> consumer(AnalyticsConfig config) {
    Map<String, Object> settings = new HashMap<>(config.kafka().clients());
    settings.put("group.id", config.group());
    settings.put("isolation.level", "read_committed");
    // A sink that was killed gives its partitions up after this, not after Kafka's 45 seconds.
    settings.put("session.timeout.ms", SESSION_MS);
    settings.put("heartbeat.interval.ms", SESSION_MS / 3);
    settings.put("enable.auto.commit", "false");
    settings.put("auto.offset.reset", "earliest");
    settings.put("max.poll.records", MOST_RECORDS_A_POLL);
    // Rows are stored by the second anyway: few large fetches leave the broker to those who wait.
    settings.put("fetch.min.bytes", LEAST_FETCH_BYTES);
    settings.put("fetch.max.wait.ms", LONGEST_FETCH_MS);
    return new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
  }

  private static void guarded(SinkLoop loop) {
    try {
      loop.run();
    } catch (RuntimeException e) {
      log.atError().setCause(e).log("the sink stopped");
    }
  }

  private static void stop(SinkLoop loop, Thread thread) throws InterruptedException {
    loop.close();
    if (!thread.join(STOP_GRACE)) {
      thread.interrupt();
    }
  }
}
