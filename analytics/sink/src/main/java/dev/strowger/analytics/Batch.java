package dev.strowger.analytics;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Records that are stored together. Once its range stands in ClickHouse a batch is stored again
 * only as the same range, under the same token.
 *
 * @param records of one partition in the order of their offsets; at least one
 */
record Batch(Source source, List<ConsumerRecord<String, byte[]>> records) {
  Batch {
    records = List.copyOf(records);
    if (records.isEmpty()) {
      throw new IllegalArgumentException("records is empty");
    }
  }

  Range range() {
    return new Range(records.getFirst().offset(), records.getLast().offset());
  }

  String token() {
    return source.topicId()
        + "-"
        + source.partition()
        + "-"
        + range().first()
        + "-"
        + range().last();
  }
}
