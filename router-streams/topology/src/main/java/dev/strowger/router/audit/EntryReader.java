package dev.strowger.router.audit;

import dev.strowger.records.DeadLetter;
import dev.strowger.topics.RegistryException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Bytes of a topic as entries. What cannot be read becomes a dead letter and the chain goes on; but
 * while the schema registry cannot be reached nothing is given up: the task fails and is tried
 * again.
 */
final class EntryReader<V extends SpecificRecord>
    implements Processor<String, byte[], String, Entry> {
  /** Longer values are left out of their dead letter. */
  private static final int MAX_LETTER_BYTES = 1 << 20;

  private final String topic;
  private final Deserializer<V> values;
  private final Function<V, String> tenant;
  private final Function<V, Optional<SpecificRecord>> entry;
  private ProcessorContext<String, Entry> context;

  /**
   * @param tenant of a value: its record must be keyed by it, else it is in another's partition
   * @param entry empty if the value is not for the trail
   */
  @SuppressWarnings("NullAway.Init") // Streams calls init before anything else.
  EntryReader(
      String topic,
      Deserializer<V> values,
      Function<V, String> tenant,
      Function<V, Optional<SpecificRecord>> entry) {
    this.topic = topic;
    this.values = values;
    this.tenant = tenant;
    this.entry = entry;
  }

  @Override
  public void init(ProcessorContext<String, Entry> context) {
    this.context = context;
  }

  @Override
  public void process(Record<String, byte[]> record) {
    read(record).ifPresent(read -> context.forward(record.withValue(read)));
  }

  private Optional<Entry> read(Record<String, byte[]> record) {
    try {
      V value = values.deserialize(topic, record.value());
      if (value == null) {
        return unreadable(record, "it has no value");
      }
      return tenant.apply(value).equals(record.key())
          ? entry.apply(value).map(Entry.Happened::new)
          : unreadable(record, "its key is not its tenant");
    } catch (RegistryException e) {
      if (e.getCause() instanceof IOException || e.getCause() instanceof InterruptedException) {
        throw e;
      }
      return unreadable(record, String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      return unreadable(record, String.valueOf(e.getMessage()));
    }
  }

  private Optional<Entry> unreadable(Record<String, byte[]> record, String reason) {
    boolean fits = record.value() != null && record.value().length <= MAX_LETTER_BYTES;
    return Optional.of(
        new Entry.Unreadable(
            new DeadLetter(
                topic,
                context.recordMetadata().map(m -> m.partition()).orElse(-1),
                context.recordMetadata().map(m -> m.offset()).orElse(-1L),
                Instant.ofEpochMilli(record.timestamp()),
                "audit: " + reason,
                record.key() == null
                    ? null
                    : ByteBuffer.wrap(record.key().getBytes(StandardCharsets.UTF_8)),
                fits ? ByteBuffer.wrap(record.value()) : null)));
  }
}
