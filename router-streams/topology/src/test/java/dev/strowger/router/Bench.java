package dev.strowger.router;

import dev.strowger.policy.Policy;
import dev.strowger.records.Balance;
import dev.strowger.records.DeadLetter;
import dev.strowger.records.DecisionRecord;
import dev.strowger.records.EventRecord;
import dev.strowger.records.IdempotentRequest;
import dev.strowger.records.LedgerEntry;
import dev.strowger.records.LimitAlert;
import dev.strowger.records.ReplyRecord;
import dev.strowger.records.RequestRecord;
import dev.strowger.records.Reservation;
import dev.strowger.records.RoutedRecord;
import dev.strowger.records.ShadowRecord;
import dev.strowger.router.audit.TrailTerms;
import dev.strowger.topics.InMemorySchemaRegistry;
import dev.strowger.topics.KafkaAccess;
import dev.strowger.topics.RecordSerdes;
import dev.strowger.topics.Topic;
import dev.strowger.topics.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/** The topology without a broker, with a clock that stands still until it is moved. */
final class Bench implements AutoCloseable {
  static final int MAX_RECORD_BYTES = 4096;

  final RecordSerdes serdes;
  final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  final RouterMeters routerMeters = new RouterMeters(meters);
  final List<String> topics = new ArrayList<>();
  final ActivePolicy policy =
      new ActivePolicy(wanted -> wanted.forEach(t -> topics.add(t.name())), routerMeters);
  final DownProviders down = new DownProviders(policy::providers, Samples.START);
  final TargetStates targets = new TargetStates();
  final StoppedExperiments stopped = new StoppedExperiments();

  /** Decides instead of the policy in force. */
  Optional<Policy> instead = Optional.empty();

  final Set<String> missingTopics = new HashSet<>();
  final Topology topology;
  private final TopologyTestDriver driver;
  private Instant now = Samples.START;

  Bench() {
    this(new RecordSerdes(new InMemorySchemaRegistry()));
  }

  Bench(RecordSerdes serdes) {
    this(serdes, TrailTerms.UNSIGNED);
  }

  Bench(RecordSerdes serdes, TrailTerms trail) {
    this.serdes = serdes;
    Routing routing =
        new Routing(
            () -> instead.map(p -> PolicyInForce.of(p, List.of())).or(policy::get),
            new Surroundings(down, targets, stopped),
            Encoders.of(serdes, MAX_RECORD_BYTES));
    LedgerParts parts =
        new LedgerParts(
            routing,
            serdes,
            topic -> !missingTopics.contains(topic),
            LedgerTerms.DEFAULT,
            routerMeters);
    topology = new RouterTopology(parts, "strowger-router", MAX_RECORD_BYTES, trail).build();
    driver = new TopologyTestDriver(topology, properties(), Samples.START);
  }

  static Bench withPolicy() {
    Bench bench = new Bench();
    bench.policy.changed("active", Samples.policy(Samples.ROUTES));
    return bench;
  }

  void ask(RequestRecord request) {
    pipe(Topics.REQUESTS, request.getTenant(), bytes(Topics.REQUESTS, request));
  }

  void claim(EventRecord event) {
    pipe(Topics.OUTCOMES, event.getTenant(), bytes(Topics.OUTCOMES, event));
  }

  void pipe(Topic<?> topic, String key, byte @Nullable [] value) {
    driver
        .createInputTopic(topic.name(), new StringSerializer(), new ByteArraySerializer())
        .pipeInput(new TestRecord<>(key, value, now));
  }

  void pass(Duration time) {
    now = now.plus(time);
    driver.advanceWallClockTime(time);
  }

  List<RoutedRecord> routed(String pool) {
    return values(Topics.routed(pool));
  }

  List<ShadowRecord> shadows() {
    return values(Topics.SHADOW);
  }

  List<DecisionRecord> decisions() {
    return values(Topics.DECISIONS);
  }

  /** Attempts and terminals. */
  List<EventRecord> events() {
    return booked().stream().filter(e -> !(e.getDetail() instanceof Reservation)).toList();
  }

  /** All events. */
  List<EventRecord> booked() {
    return values(Topics.EVENTS);
  }

  List<ReplyRecord> replies() {
    return values(Topics.replies("door-1"));
  }

  List<LimitAlert> alerts() {
    return values(Topics.ALERTS);
  }

  /** What the store of balances holds, by key. */
  Map<String, Balance> balances() {
    Map<String, Balance> entries = new java.util.TreeMap<>();
    try (var all = driver.<String, Balance>getKeyValueStore(Quota.BALANCES).all()) {
      all.forEachRemaining(e -> entries.put(e.key, e.value));
    }
    return entries;
  }

  List<DeadLetter> deadLetters() {
    return values(Topics.DEAD_LETTERS);
  }

  <V extends SpecificRecord> List<KeyValue<String, V>> records(Topic<V> topic) {
    return driver
        .createOutputTopic(topic.name(), new StringDeserializer(), serdes.deserializer(topic))
        .readKeyValuesToList();
  }

  Map<String, LedgerEntry> ledger() {
    Map<String, LedgerEntry> entries = new java.util.TreeMap<>();
    try (var all = driver.<String, LedgerEntry>getKeyValueStore(Ledger.STORE).all()) {
      all.forEachRemaining(e -> entries.put(e.key, e.value));
    }
    return entries;
  }

  /** The keys the ledger knows, with the first request of each. */
  Map<String, IdempotentRequest> keys() {
    Map<String, IdempotentRequest> entries = new java.util.TreeMap<>();
    try (var all =
        driver.<String, IdempotentRequest>getKeyValueStore(IdempotencyKeys.STORE).all()) {
      all.forEachRemaining(e -> entries.put(e.key, e.value));
    }
    return entries;
  }

  /** What the ledger knows of a request. */
  Object state(String requestId) {
    return Objects.requireNonNull(ledger().get(requestId), requestId).getState();
  }

  double count(String meter, String tag, String value) {
    var counter = meters.find("strowger.router." + meter).tag(tag, value).counter();
    return counter == null ? 0 : counter.count();
  }

  <V extends SpecificRecord> byte[] bytes(Topic<V> topic, V value) {
    return serdes.serializer(topic).serialize(topic.name(), value);
  }

  private <V extends SpecificRecord> List<V> values(Topic<V> topic) {
    return records(topic).stream().map(r -> r.value).toList();
  }

  private static Properties properties() {
    return StreamsSettings.of(
        new RouterConfig(
            KafkaAccess.plain("127.0.0.1:1", new InMemorySchemaRegistry()),
            1 << 20,
            Duration.ofSeconds(1),
            new StreamsTuning(
                "strowger-router",
                "one",
                true,
                Duration.ofMillis(100),
                Duration.ofSeconds(10),
                1,
                0),
            LedgerTerms.DEFAULT,
            TrailTerms.UNSIGNED));
  }

  @Override
  public void close() {
    driver.close();
  }
}
