package dev.strowger.worker;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The frontiers of the partitions one consumer has; used by its thread only. */
final class Offsets {
  private static final Logger log = LoggerFactory.getLogger(Offsets.class);
  private static final Duration INTERVAL = Duration.ofMillis(200);

  /** For requests under way in partitions that move. */
  private static final Duration HANDOVER = Duration.ofSeconds(2);

  private static final Duration LOOK = Duration.ofMillis(5);

  private final Consumer<?, ?> consumer;
  private final TimeSource time;
  private final Map<TopicPartition, CommitFrontier> frontiers = new HashMap<>();
  private final Map<TopicPartition, Long> committed = new HashMap<>();
  private final Map<TopicPartition, Long> nextToTake = new HashMap<>();
  private long lastCommit;

  Offsets(Consumer<?, ?> consumer, TimeSource time) {
    this.consumer = consumer;
    this.time = time;
    this.lastCommit = time.ticks();
  }

  /**
   * @return to be run when all that follows from the record is in the log; by any thread
   */
  Runnable begin(ConsumerRecord<?, ?> record) {
    TopicPartition partition = new TopicPartition(record.topic(), record.partition());
    CommitFrontier frontier =
        frontiers.computeIfAbsent(partition, p -> new CommitFrontier(record.offset()));
    long offset = record.offset();
    frontier.begin(offset);
    nextToTake.put(partition, offset + 1);
    return () -> frontier.done(offset);
  }

  /** Partitions of which no more should begin for now. */
  Set<TopicPartition> full() {
    Set<TopicPartition> full = new HashSet<>();
    frontiers.forEach(
        (partition, frontier) -> {
          if (frontier.full()) {
            full.add(partition);
          }
        });
    return full;
  }

  /** Commits what has moved, not too often, without waiting. */
  void commit() {
    if (time.ticks() - lastCommit < INTERVAL.toNanos()) {
      return;
    }
    lastCommit = time.ticks();
    Map<TopicPartition, OffsetAndMetadata> moved = moved();
    if (!moved.isEmpty()) {
      consumer.commitAsync(
          moved,
          (offsets, error) -> {
            if (error != null) {
              // The next commit covers this one.
              offsets.keySet().forEach(committed::remove);
              log.atDebug().setCause(error).log("commit failed");
            }
          });
      moved.forEach((partition, offset) -> committed.put(partition, offset.offset()));
    }
  }

  /** Commits what has moved and waits for it. */
  void commitNow() {
    // An asynchronous commit may have failed unseen: all frontiers once more.
    committed.clear();
    Map<TopicPartition, OffsetAndMetadata> moved = moved();
    if (moved.isEmpty()) {
      return;
    }
    try {
      consumer.commitSync(moved, Duration.ofSeconds(5));
    } catch (KafkaException e) {
      log.atWarn().setCause(e).log("last commit failed; some requests will be delivered again");
    }
  }

  /**
   * Waits for what is under way of partitions that move to another process, which would otherwise
   * begin it again; not too long, as nothing is taken meanwhile.
   */
  void settle(Collection<TopicPartition> partitions) {
    long end = time.ticks() + HANDOVER.toNanos();
    while (time.ticks() < end && !settled(partitions)) {
      try {
        Thread.sleep(LOOK);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private boolean settled(Collection<TopicPartition> partitions) {
    return partitions.stream()
        .map(frontiers::get)
        .allMatch(frontier -> frontier == null || frontier.settled());
  }

  /** Reads again what was fetched and not begun. */
  void rewind(KafkaConsumer<?, ?> reader) {
    for (TopicPartition partition : reader.assignment()) {
      Long next = nextToTake.get(partition);
      if (next != null) {
        reader.seek(partition, next);
      } else {
        OffsetAndMetadata start = reader.committed(Set.of(partition)).get(partition);
        if (start == null) {
          reader.seekToBeginning(Set.of(partition));
        } else {
          reader.seek(partition, start.offset());
        }
      }
    }
  }

  void drop(Collection<TopicPartition> partitions) {
    partitions.forEach(frontiers::remove);
    partitions.forEach(committed::remove);
    partitions.forEach(nextToTake::remove);
  }

  private Map<TopicPartition, OffsetAndMetadata> moved() {
    Map<TopicPartition, OffsetAndMetadata> moved = new HashMap<>();
    frontiers.forEach(
        (partition, frontier) -> {
          long offset = frontier.committable();
          if (committed.getOrDefault(partition, -1L) < offset) {
            moved.put(partition, new OffsetAndMetadata(offset));
          }
        });
    return moved;
  }
}
