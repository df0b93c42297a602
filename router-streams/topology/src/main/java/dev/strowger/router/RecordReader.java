package dev.strowger.router;

import dev.strowger.records.DeadLetter;
import dev.strowger.topics.RegistryException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * Bytes of a topic as values. What cannot be read becomes a dead letter and the partition goes on;
 * but while the schema registry cannot be reached nothing is given up: the task fails and is tried
 * again.
 */
final class RecordReader<V extends SpecificRecord>
    implements Processor<String, byte[], String, Inbound> {
  private static final RecordMetadata NOWHERE =
      new RecordMetadata() {
        @Override
        public String topic() {
          return "";
        }

        @Override
        public int partition() {
          return -1;
        }

        @Override
        public long offset() {
          return -1;
        }
      };

  private final String topic;
  private final Deserializer<V> values;
  private final Function<V, String> tenant;
  private final Function<V, Inbound> inbound;
  private final int maxLetterBytes;
  private ProcessorContext<String, Inbound> context;

  /**
   * @param tenant of a value: its record must be keyed by it, else it is on another's partition
   * @param maxLetterBytes longer values are left out of their dead letter
   */
  @SuppressWarnings("NullAway.Init") // Streams calls init before anything else.
  RecordReader(
      String topic,
      Deserializer<V> values,
      Function<V, String> tenant,
      Function<V, Inbound> inbound,
      int maxLetterBytes) {
    this.topic = topic;
    this.values = values;
    this.tenant = tenant;
    this.inbound = inbound;
    this.maxLetterBytes = maxLetterBytes;
  }

  @Override
  public void init(ProcessorContext<String, Inbound> context) {
    this.context = context;
  }

  @Override
  public void process(Record<String, byte[]> record) {
    context.forward(record.withValue(read(record)));
  }

  private Inbound read(Record<String, byte[]> record) {
    try {
      V value = values.deserialize(topic, record.value());
      if (value == null) {
        return unreadable(record, "it has no value");
      }
      return tenant.apply(value).equals(record.key())
          ? inbound.apply(value)
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

  private Inbound unreadable(Record<String, byte[]> record, String reason) {
    RecordMetadata place = context.recordMetadata().orElse(NOWHERE);
    boolean fits = record.value() != null && record.value().length <= maxLetterBytes;
    return new Inbound.Unreadable(
        new DeadLetter(
            topic,
            place.partition(),
            place.offset(),
            Instant.ofEpochMilli(record.timestamp()),
            reason,
            record.key() == null
                ? null
                : ByteBuffer.wrap(record.key().getBytes(StandardCharsets.UTF_8)),
            fits ? ByteBuffer.wrap(record.value()) : null));
  }
}
