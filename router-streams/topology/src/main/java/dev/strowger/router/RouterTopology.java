package dev.strowger.router;

import dev.strowger.records.AlertsGiven;
import dev.strowger.records.Balance;
import dev.strowger.records.EventRecord;
import dev.strowger.records.IdempotentRequest;
import dev.strowger.records.LedgerEntry;
import dev.strowger.records.RequestRecord;
import dev.strowger.records.TokenFactor;
import dev.strowger.router.audit.AuditTopology;
import dev.strowger.router.audit.TrailTerms;
import dev.strowger.topics.Topic;
import dev.strowger.topics.Topics;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.RecordContext;
import org.apache.kafka.streams.processor.TopicNameExtractor;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/** The wiring of the router: what is asked and what is claimed meet in the ledger. */
final class RouterTopology {
  private static final String REQUESTS = "requests";
  private static final String OUTCOMES = "outcomes";
  private static final String READ_REQUEST = "read-request";
  private static final String READ_OUTCOME = "read-outcome";
  private static final String LEDGER = "ledger";

  /** Restoring reads the changelog from its beginning, so it is kept short. */
  private static final Map<String, String> CHANGELOG =
      Map.of(
          "segment.bytes", Integer.toString(16 << 20),
          "min.cleanable.dirty.ratio", "0.1",
          "delete.retention.ms", "60000",
          "max.compaction.lag.ms", "600000");

  /** For the families of topics: one for each pool, one for each ingress. */
  private record TopicOfValue() implements TopicNameExtractor<String, Outgoing> {
    @Override
    public String extract(String key, Outgoing value, RecordContext context) {
      return value.topic();
    }
  }

  private final LedgerParts parts;
  private final String applicationId;
  private final int maxRecordBytes;
  private final TrailTerms trail;

  RouterTopology(LedgerParts parts, String applicationId, int maxRecordBytes, TrailTerms trail) {
    this.parts = parts;
    this.applicationId = applicationId;
    this.maxRecordBytes = maxRecordBytes;
    this.trail = trail;
  }

  Topology build() {
    Topology topology = new Topology();
    addSource(topology, REQUESTS, Topics.REQUESTS);
    addSource(topology, OUTCOMES, Topics.OUTCOMES);
    topology.addProcessor(READ_REQUEST, this::requestReader, REQUESTS);
    topology.addProcessor(READ_OUTCOME, this::outcomeReader, OUTCOMES);
    topology.addProcessor(LEDGER, () -> new Ledger(parts), READ_REQUEST, READ_OUTCOME);
    topology.addStateStore(store(Ledger.STORE, LedgerEntry.class), LEDGER);
    topology.addStateStore(store(IdempotencyKeys.STORE, IdempotentRequest.class), LEDGER);
    topology.addStateStore(store(Quota.BALANCES, Balance.class), LEDGER);
    topology.addStateStore(store(Quota.FACTORS, TokenFactor.class), LEDGER);
    topology.addStateStore(store(Quota.ALERTS, AlertsGiven.class), LEDGER);
    topology.addSink(Outlets.ROUTED, new TopicOfValue(), keys(), bytes(), LEDGER);
    addSink(topology, Outlets.SHADOW, Topics.SHADOW);
    addSink(topology, Outlets.DECISIONS, Topics.DECISIONS);
    addSink(topology, Outlets.EVENTS, Topics.EVENTS);
    topology.addSink(Outlets.REPLIES, new TopicOfValue(), keys(), bytes(), LEDGER);
    addSink(topology, Outlets.ALERTS, Topics.ALERTS);
    addSink(topology, Outlets.DEAD_LETTERS, Topics.DEAD_LETTERS);
    new AuditTopology(parts.serdes(), trail, applicationId).addTo(topology);
    return topology;
  }

  private static void addSource(Topology topology, String name, Topic<?> topic) {
    topology.addSource(
        AutoOffsetReset.earliest(),
        name,
        new StringDeserializer(),
        new ByteArrayDeserializer(),
        topic.name());
  }

  private static void addSink(Topology topology, String name, Topic<?> topic) {
    topology.addSink(name, topic.name(), keys(), bytes(), LEDGER);
  }

  private static Serializer<String> keys() {
    return new StringSerializer();
  }

  private static Serializer<Outgoing> bytes() {
    return (topic, value) -> value.bytes();
  }

  private RecordReader<RequestRecord> requestReader() {
    return new RecordReader<>(
        Topics.REQUESTS.name(),
        parts.serdes().deserializer(Topics.REQUESTS),
        RequestRecord::getTenant,
        Inbound.Asked::new,
        maxRecordBytes);
  }

  private RecordReader<EventRecord> outcomeReader() {
    return new RecordReader<>(
        Topics.OUTCOMES.name(),
        parts.serdes().deserializer(Topics.OUTCOMES),
        EventRecord::getTenant,
        Inbound.Claimed::new,
        maxRecordBytes);
  }

  /**
   * In memory: they hold what is in flight and the last minutes, and the keys of the last day; the
   * changelogs are the copies.
   */
  private <V extends SpecificRecord> StoreBuilder<KeyValueStore<String, V>> store(
      String name, Class<V> values) {
    Topic<V> changelog =
        new Topic<>(
            applicationId + "-" + name + "-changelog",
            values,
            Topic.Key.REQUEST_ID,
            Topics.REQUESTS.partitions(),
            new Topic.Retention.Compacted(),
            false);
    return Stores.keyValueStoreBuilder(
            Stores.inMemoryKeyValueStore(name), Serdes.String(), parts.serdes().serde(changelog))
        .withCachingDisabled()
        .withLoggingEnabled(CHANGELOG);
  }
}
