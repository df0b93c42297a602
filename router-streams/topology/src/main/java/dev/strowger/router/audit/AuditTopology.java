package dev.strowger.router.audit;

import dev.strowger.records.AuditHead;
import dev.strowger.records.AuditedAction;
import dev.strowger.records.EventRecord;
import dev.strowger.topics.RecordSerdes;
import dev.strowger.topics.Topic;
import dev.strowger.topics.Topics;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/** The wiring of the audit trail: what ended and what was done meet in the chains. */
public final class AuditTopology {
  private static final String EVENTS = "audit-events";
  private static final String ACTIONS = "audit-actions";
  private static final String READ_EVENT = "audit-read-event";
  private static final String READ_ACTION = "audit-read-action";
  private static final String CHAIN = "audit-chain";

  private final RecordSerdes serdes;
  private final TrailTerms terms;
  private final String applicationId;

  public AuditTopology(RecordSerdes serdes, TrailTerms terms, String applicationId) {
    this.serdes = serdes;
    this.terms = terms;
    this.applicationId = applicationId;
  }

  public void addTo(Topology topology) {
    addSource(topology, EVENTS, Topics.EVENTS);
    addSource(topology, ACTIONS, Topics.ACTIONS);
    topology.addProcessor(READ_EVENT, this::eventReader, EVENTS);
    topology.addProcessor(READ_ACTION, this::actionReader, ACTIONS);
    topology.addProcessor(CHAIN, () -> new ChainKeeper(terms, serdes), READ_EVENT, READ_ACTION);
    topology.addStateStore(heads(), CHAIN);
    addSink(topology, ChainKeeper.LINKS, Topics.AUDIT);
    addSink(topology, ChainKeeper.DEAD_LETTERS, Topics.DEAD_LETTERS);
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
    topology.addSink(name, topic.name(), new StringSerializer(), new ByteArraySerializer(), CHAIN);
  }

  private EntryReader<EventRecord> eventReader() {
    return new EntryReader<>(
        Topics.EVENTS.name(),
        serdes.deserializer(Topics.EVENTS),
        EventRecord::getTenant,
        Ended::entry);
  }

  private EntryReader<AuditedAction> actionReader() {
    return new EntryReader<>(
        Topics.ACTIONS.name(),
        serdes.deserializer(Topics.ACTIONS),
        AuditedAction::getTenant,
        Optional::of);
  }

  /** In memory: it holds a head for each tenant; the changelog is the copy. */
  private StoreBuilder<KeyValueStore<String, AuditHead>> heads() {
    return Stores.keyValueStoreBuilder(
            Stores.inMemoryKeyValueStore(ChainKeeper.STORE),
            Serdes.String(),
            serdes.serde(changelog(applicationId)))
        .withCachingDisabled()
        .withLoggingEnabled(
            Map.of(
                "segment.bytes", Integer.toString(16 << 20),
                "min.cleanable.dirty.ratio", "0.1",
                "max.compaction.lag.ms", "600000"));
  }

  private static Topic<AuditHead> changelog(String applicationId) {
    return new Topic<>(
        applicationId + "-" + ChainKeeper.STORE + "-changelog",
        AuditHead.class,
        Topic.Key.TENANT,
        Topics.EVENTS.partitions(),
        new Topic.Retention.Compacted(),
        false);
  }
}
