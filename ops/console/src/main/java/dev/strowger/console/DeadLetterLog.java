package dev.strowger.console;

import dev.strowger.records.DeadLetter;
import dev.strowger.topics.KafkaAccess;
import dev.strowger.topics.RegistryException;
import dev.strowger.topics.Topics;
import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Reads {@code llm.dead.letters} from the oldest to what was the newest at the start, for as long
 * as its bounds allow. Letters hold whole bodies, so they are handed on one by one.
 */
final class DeadLetterLog {
  /** Letters looked at in one go, those that do not match included. */
  static final int MAX_SCANNED = 100_000;

  private static final Duration MAX_TIME = Duration.ofSeconds(20);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final int POLL_RECORDS = 50;

  private final KafkaAccess kafka;
  private final Deserializer<DeadLetter> letters;

  DeadLetterLog(KafkaAccess kafka) {
    this.kafka = kafka;
    this.letters = kafka.serdes().deserializer(Topics.DEAD_LETTERS);
  }

  /** Takes a letter that was looked for. */
  @FunctionalInterface
  interface Reader {
    void take(LetterId id, DeadLetter letter) throws InterruptedException;
  }

  /**
   * @param next where to go on; empty at the end
   * @param unreadable records that are no dead letters
   */
  record Scan(Optional<LetterId> next, int unreadable) {}

  /**
   * @param from the first place to look at
   * @param limit of letters that match
   * @throws Refusal (503) if broker or registry cannot be reached
   */
  Scan scan(LetterFilter filter, Optional<LetterId> from, int limit, Reader reader)
      throws InterruptedException {
    try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
      Walk walk = new Walk(consumer, filter, limit, reader);
      return new Scan(walk.from(from.orElse(new LetterId(0, 0))), walk.unreadable);
    } catch (KafkaException e) {
      throw unavailable(e);
    }
  }

  /** One letter, if there is one at this place. */
  Optional<DeadLetter> get(LetterId id) throws InterruptedException {
    DeadLetter[] found = new DeadLetter[1];
    scan(
        LetterFilter.ALL,
        Optional.of(id),
        1,
        (place, letter) -> {
          if (place.equals(id)) {
            found[0] = letter;
          }
        });
    return Optional.ofNullable(found[0]);
  }

  private Optional<DeadLetter> read(byte[] value) {
    try {
      return Optional.ofNullable(letters.deserialize(Topics.DEAD_LETTERS.name(), value));
    } catch (RegistryException e) {
      if (e.getCause() instanceof IOException) {
        throw unavailable(e);
      }
      return Optional.empty();
    } catch (RuntimeException e) {
      return Optional.empty();
    }
  }

  private KafkaConsumer<byte[], byte[]> consumer() {
    Map<String, Object> settings = new HashMap<>(kafka.clients());
    settings.put("isolation.level", "read_committed");
    settings.put("auto.offset.reset", "earliest");
    settings.put("enable.auto.commit", "false");
    settings.put("allow.auto.create.topics", "false");
    settings.put("max.poll.records", POLL_RECORDS);
    settings.put("default.api.timeout.ms", (int) MAX_TIME.toMillis());
    return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private static Refusal unavailable(Exception cause) {
    return Refusal.of(
        503, "log_unavailable", "the dead letters could not be read: " + cause.getMessage());
  }

  /** One way through the partitions. */
  private final class Walk {
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final LetterFilter filter;
    private final int limit;
    private final Reader reader;
    private final long endNanos = System.nanoTime() + MAX_TIME.toNanos();
    private int scanned;
    private int found;
    private int unreadable;

    Walk(KafkaConsumer<byte[], byte[]> consumer, LetterFilter filter, int limit, Reader reader) {
      this.consumer = consumer;
      this.filter = filter;
      this.limit = limit;
      this.reader = reader;
    }

    Optional<LetterId> from(LetterId first) throws InterruptedException {
      List<TopicPartition> partitions =
          consumer.partitionsFor(Topics.DEAD_LETTERS.name()).stream()
              .map(PartitionInfo::partition)
              .filter(partition -> partition >= first.partition())
              .sorted(Comparator.naturalOrder())
              .map(partition -> new TopicPartition(Topics.DEAD_LETTERS.name(), partition))
              .toList();
      // Taken once: what is re-driven now and fails again is not met a second time.
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      for (TopicPartition partition : partitions) {
        long start = partition.partition() == first.partition() ? first.offset() : 0;
        Optional<LetterId> stop = through(partition, start, ends.getOrDefault(partition, 0L));
        if (stop.isPresent()) {
          return stop;
        }
      }
      return Optional.empty();
    }

    private Optional<LetterId> through(TopicPartition partition, long start, long end)
        throws InterruptedException {
      consumer.assign(List.of(partition));
      consumer.seek(partition, start);
      while (consumer.position(partition) < end) {
        long before = consumer.position(partition);
        if (System.nanoTime() > endNanos) {
          return Optional.of(new LetterId(partition.partition(), before));
        }
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL).records(partition)) {
          if (record.offset() >= end) {
            return Optional.empty();
          }
          if (found == limit || scanned == MAX_SCANNED || System.nanoTime() > endNanos) {
            return Optional.of(new LetterId(record.partition(), record.offset()));
          }
          look(record);
        }
      }
      return Optional.empty();
    }

    private void look(ConsumerRecord<byte[], byte[]> record) throws InterruptedException {
      scanned++;
      Optional<DeadLetter> letter = read(record.value());
      if (letter.isEmpty()) {
        unreadable++;
      } else if (filter.matches(letter.get())) {
        found++;
        reader.take(new LetterId(record.partition(), record.offset()), letter.get());
      }
    }
  }
}
