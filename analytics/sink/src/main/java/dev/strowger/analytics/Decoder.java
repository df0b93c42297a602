package dev.strowger.analytics;

import dev.strowger.records.DecisionRecord;
import dev.strowger.records.EventRecord;
import dev.strowger.records.LimitAlert;
import dev.strowger.records.PolicyRecord;
import dev.strowger.records.Reservation;
import dev.strowger.records.ShadowResult;
import dev.strowger.topics.RecordSerdes;
import dev.strowger.topics.RegistryException;
import dev.strowger.topics.Topic;
import dev.strowger.topics.Topics;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/** From the bytes of a record to its rows. */
final class Decoder {
  private final Deserializer<EventRecord> events;
  private final Deserializer<DecisionRecord> decisions;
  private final Deserializer<ShadowResult> shadows;
  private final Deserializer<PolicyRecord> policies;
  private final Deserializer<LimitAlert> alerts;

  /** The topics whose records become rows. */
  static final List<Topic<?>> TOPICS =
      List.of(
          Topics.EVENTS, Topics.DECISIONS, Topics.SHADOW_RESULTS, Topics.POLICIES, Topics.ALERTS);

  /** What a record was. */
  sealed interface Decoded {
    record Good(List<Row> rows) implements Decoded {}

    /** It will never be a row. */
    record Bad(ConsumerRecord<String, byte[]> record, String reason) implements Decoded {}
  }

  Decoder(RecordSerdes serdes) {
    this.events = serdes.deserializer(Topics.EVENTS);
    this.decisions = serdes.deserializer(Topics.DECISIONS);
    this.shadows = serdes.deserializer(Topics.SHADOW_RESULTS);
    this.policies = serdes.deserializer(Topics.POLICIES);
    this.alerts = serdes.deserializer(Topics.ALERTS);
  }

  /**
   * @param patient whether to pass on a failure of the schema registry, which may pass
   * @throws RegistryException the registry could not say what the record is
   */
  Decoded decode(ConsumerRecord<String, byte[]> record, boolean patient) {
    try {
      return new Decoded.Good(rows(record.topic(), record.value()));
    } catch (RegistryException e) {
      if (patient) {
        throw e;
      }
      return new Decoded.Bad(record, String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      return new Decoded.Bad(record, e.getClass().getSimpleName() + ": " + e.getMessage());
    }
  }

  private List<Row> rows(String topic, byte[] value) {
    if (topic.equals(Topics.EVENTS.name())) {
      EventRecord event = present(events.deserialize(topic, value));
      // What is set aside is not what is used: it has no row.
      return event.getDetail() instanceof Reservation ? List.of() : List.of(Row.of(event));
    }
    if (topic.equals(Topics.DECISIONS.name())) {
      return List.of(PolicyRows.decision(present(decisions.deserialize(topic, value))));
    }
    if (topic.equals(Topics.SHADOW_RESULTS.name())) {
      return List.of(PolicyRows.shadow(present(shadows.deserialize(topic, value))));
    }
    if (topic.equals(Topics.ALERTS.name())) {
      return List.of(PolicyRows.alert(present(alerts.deserialize(topic, value))));
    }
    return PolicyRows.prices(policies.deserialize(topic, value));
  }

  private static <V> V present(@Nullable V value) {
    if (value == null) {
      throw new IllegalArgumentException("the record has no value");
    }
    return value;
  }
}
