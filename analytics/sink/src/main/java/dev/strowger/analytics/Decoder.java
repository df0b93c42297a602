package dev.strowger.analytics;

import dev.strowger.records.DecisionRecord;
import dev.strowger.records.EventRecord;
import dev.strowger.topics.RecordSerdes;
import dev.strowger.topics.RegistryException;
import dev.strowger.topics.Topics;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/** From the bytes of a record to a row. */
final class Decoder {
  private final Deserializer<EventRecord> events;
  private final Deserializer<DecisionRecord> decisions;

  /** What a record was. */
  sealed interface Decoded {
    record Good(Row row) implements Decoded {}

    /** It will never be a row. */
    record Bad(ConsumerRecord<String, byte[]> record, String reason) implements Decoded {}
  }

  Decoder(RecordSerdes serdes) {
    this.events = serdes.deserializer(Topics.EVENTS);
    this.decisions = serdes.deserializer(Topics.DECISIONS);
  }

  /**
   * @param patient whether to pass on a failure of the schema registry, which may pass
   * @throws RegistryException the registry could not say what the record is
   */
  Decoded decode(ConsumerRecord<String, byte[]> record, boolean patient) {
    try {
      return new Decoded.Good(
          record.topic().equals(Topics.EVENTS.name())
              ? Row.of(present(events.deserialize(record.topic(), record.value())))
              : Row.of(present(decisions.deserialize(record.topic(), record.value()))));
    } catch (RegistryException e) {
      if (patient) {
        throw e;
      }
      return new Decoded.Bad(record, String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      return new Decoded.Bad(record, e.getClass().getSimpleName() + ": " + e.getMessage());
    }
  }

  private static <V> V present(@Nullable V value) {
    if (value == null) {
      throw new IllegalArgumentException("the record has no value");
    }
    return value;
  }
}
