package dev.strowger.console.log;

import dev.strowger.topics.KafkaAccess;
import dev.strowger.topics.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;

/** Offsets from {@code start} to before {@code end}. */
public record OffsetRange(long start, long end) {
  /** Later than any record, and still a time that can be asked for. */
  public static final Instant LATEST = Instant.ofEpochMilli(Long.MAX_VALUE / 2);

  /** Records are not sorted by their time: those up to so much out of order are found. */
  private static final Duration DISORDER = Duration.ofMinutes(1);

  /**
   * What may have been recorded on a topic between two times, up to what the end of each partition
   * is now; by partition.
   */
  public static Map<Integer, OffsetRange> between(
      KafkaAccess kafka, Topic<?> topic, Instant from, Instant to) {
    try (KafkaConsumer<byte[], byte[]> consumer = PartitionCursor.consumer(kafka)) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic.name()).stream()
              .map(p -> new TopicPartition(topic.name(), p.partition()))
              .toList();
      Map<Integer, OffsetRange> ranges = new HashMap<>();
      between(consumer, partitions, from, to)
          .forEach((partition, range) -> ranges.put(partition.partition(), range));
      return ranges;
    }
  }

  private static Map<TopicPartition, OffsetRange> between(
      KafkaConsumer<?, ?> consumer,
      Collection<TopicPartition> partitions,
      Instant from,
      Instant to) {
    Map<TopicPartition, Long> firsts = consumer.beginningOffsets(partitions);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    Map<TopicPartition, OffsetAndTimestamp> starts = at(consumer, partitions, from.minus(DISORDER));
    Map<TopicPartition, OffsetAndTimestamp> stops = at(consumer, partitions, to.plus(DISORDER));
    Map<TopicPartition, OffsetRange> ranges = new HashMap<>();
    for (TopicPartition partition : partitions) {
      long last = ends.getOrDefault(partition, 0L);
      OffsetAndTimestamp stop = stops.get(partition);
      OffsetAndTimestamp start = starts.get(partition);
      long end = stop == null ? last : Math.min(last, stop.offset());
      long first =
          Math.max(firsts.getOrDefault(partition, 0L), start == null ? end : start.offset());
      ranges.put(partition, new OffsetRange(Math.min(first, end), end));
    }
    return ranges;
  }

  /** The first so many of them. */
  public OffsetRange first(long most) {
    return new OffsetRange(start, Math.min(end, start + most));
  }

  /** The last so many of them. */
  public OffsetRange last(long most) {
    return new OffsetRange(Math.max(start, end - most), end);
  }

  public long size() {
    return end - start;
  }

  private static Map<TopicPartition, OffsetAndTimestamp> at(
      KafkaConsumer<?, ?> consumer, Collection<TopicPartition> partitions, Instant time) {
    Map<TopicPartition, Long> wanted = new HashMap<>();
    partitions.forEach(p -> wanted.put(p, Math.max(0, time.toEpochMilli())));
    return consumer.offsetsForTimes(wanted);
  }
}
