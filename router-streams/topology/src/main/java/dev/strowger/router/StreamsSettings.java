package dev.strowger.router;

import static org.apache.kafka.streams.StreamsConfig.consumerPrefix;
import static org.apache.kafka.streams.StreamsConfig.mainConsumerPrefix;
import static org.apache.kafka.streams.StreamsConfig.producerPrefix;

import java.util.Properties;
import org.apache.kafka.streams.StreamsConfig;

/** What the router asks of Kafka Streams and its clients. */
final class StreamsSettings {
  /** Room for what travels with a body. */
  private static final int ENVELOPE_BYTES = 1 << 20;

  /** Batches have some bytes of their own on top of their records. */
  private static final int BATCH_BYTES = 4 << 10;

  /**
   * Transactions of a dead instance end by themselves after this; readers of events wait for it.
   */
  private static final int TRANSACTION_TIMEOUT_MS = 10_000;

  private static final int BUFFERED_RECORDS = 200;

  private StreamsSettings() {}

  /** The longest value that topics with bodies take. */
  static int maxRecordBytes(int maxBodyBytes) {
    return maxBodyBytes + ENVELOPE_BYTES - BATCH_BYTES;
  }

  static Properties of(RouterConfig config) {
    StreamsTuning tuning = config.streams();
    int maxBatchBytes = config.maxBodyBytes() + ENVELOPE_BYTES;
    Properties p = new Properties();
    p.putAll(config.kafka().clients());
    p.put(StreamsConfig.APPLICATION_ID_CONFIG, tuning.group());
    p.put(
        StreamsConfig.PROCESSING_GUARANTEE_CONFIG,
        tuning.exactlyOnce() ? StreamsConfig.EXACTLY_ONCE_V2 : StreamsConfig.AT_LEAST_ONCE);
    p.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
    p.put("processing.exception.handler.global.enabled", true);
    p.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, tuning.threads());
    p.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, tuning.standbys());
    p.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, tuning.commitInterval().toMillis());
    p.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0L);
    p.put(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, BUFFERED_RECORDS);
    p.put(mainConsumerPrefix("group.instance.id"), tuning.instance());
    p.put(mainConsumerPrefix("session.timeout.ms"), (int) tuning.sessionTimeout().toMillis());
    p.put(
        mainConsumerPrefix("heartbeat.interval.ms"),
        (int) tuning.sessionTimeout().dividedBy(3).toMillis());
    p.put(consumerPrefix("max.poll.records"), BUFFERED_RECORDS);
    p.put(consumerPrefix("fetch.max.bytes"), maxBatchBytes);
    // Streams waits 100 ms for fuller batches by default; here every record is waited for.
    p.put(producerPrefix("linger.ms"), 0);
    // The first batches of a transaction may meet the end of the one before, for milliseconds.
    p.put(producerPrefix("retry.backoff.ms"), 10);
    p.put(producerPrefix("max.request.size"), maxBatchBytes);
    p.put(producerPrefix("buffer.memory"), (long) maxBatchBytes * 2 + (32 << 20));
    if (tuning.exactlyOnce()) {
      p.put(producerPrefix("transaction.timeout.ms"), TRANSACTION_TIMEOUT_MS);
    }
    return p;
  }
}
