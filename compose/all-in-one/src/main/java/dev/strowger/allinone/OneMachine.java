package dev.strowger.allinone;

import dev.strowger.process.Settings;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What is particular to one machine; everything else is the deployables' own configuration.
 *
 * @param home where the distribution and the manifests are
 * @param data all state
 * @param kafkaPort of the broker; like all ports here on loopback, 0 takes a free one
 * @param registryPort of the schema registry
 * @param clickhousePort of the ClickHouse engine
 * @param maxBodyBytes largest request body
 * @param startTimeout how long the start may take
 */
record OneMachine(
    Path home,
    Path data,
    int kafkaPort,
    int registryPort,
    int clickhousePort,
    int maxBodyBytes,
    Duration startTimeout) {
  private static final int LARGEST_PORT = 65535;

  static OneMachine from(Settings settings) {
    Path home = settings.path("STROWGER_HOME", Path.of("")).toAbsolutePath().normalize();
    return new OneMachine(
        home,
        settings.path("STROWGER_DATA", home.resolve("data")).toAbsolutePath().normalize(),
        settings.integer("STROWGER_KAFKA_PORT", 19092, 0, LARGEST_PORT),
        settings.integer("STROWGER_REGISTRY_PORT", 18081, 0, LARGEST_PORT),
        settings.integer("STROWGER_CLICKHOUSE_PORT", 18123, 0, LARGEST_PORT),
        (int) settings.bytes("STROWGER_MAX_BODY", 32L << 20),
        settings.duration("STROWGER_START_TIMEOUT", Duration.ofMinutes(2)));
  }

  Path logs() {
    return data.resolve("logs");
  }
}
