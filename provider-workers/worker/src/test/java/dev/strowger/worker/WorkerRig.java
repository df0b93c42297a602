package dev.strowger.worker;

import dev.strowger.broker.EmbeddedBroker;
import dev.strowger.dialects.Dialect;
import dev.strowger.dialects.Dialects;
import dev.strowger.dialects.Provider;
import dev.strowger.process.Probes;
import dev.strowger.records.PlanStep;
import dev.strowger.records.RequestRecord;
import dev.strowger.sealing.SealingConfig;
import dev.strowger.topics.InMemorySchemaRegistry;
import dev.strowger.topics.KafkaAccess;
import dev.strowger.topics.Topics;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;

/** A log, a door, providers that do as they are told, and workers between them. */
abstract class WorkerRig {
  static EmbeddedBroker broker;
  static KafkaAccess kafka;
  static Log log;
  static TestDoor door;

  final List<AutoCloseable> parts = new ArrayList<>();
  final Map<String, URI> providers = new java.util.LinkedHashMap<>();

  /** Pools of the catalogue that are not served by the workers that are started. */
  final List<String> elsewhere = new ArrayList<>();

  String id = "";
  Dialects.Family family = Dialects.Family.OPENAI;
  Function<Dialects.Family, Dialect> dialects = Dialects::of;
  Provider.Authentication authentication = new Provider.Authentication.None();
  Secret secret = new Secret.None();
  final Probes probes = new Probes();
  boolean simulated;
  CacheSettings cache = new CacheSettings(false, 16 << 20);
  SealingConfig sealing = SealingConfig.OFF;

  @BeforeAll
  static void theLogAndADoor() throws Exception {
    broker = EmbeddedBroker.startTemporary();
    kafka = KafkaAccess.plain(broker.bootstrapServers(), new InMemorySchemaRegistry());
    log = new Log(kafka);
    door = new TestDoor();
  }

  @AfterAll
  static void down() throws Exception {
    door.close();
    log.close();
    broker.close();
  }

  /** Pools have the test's name in theirs, so that tests do not meet. */
  @BeforeEach
  void name(TestInfo test) {
    id = test.getTestMethod().orElseThrow().getName().toLowerCase(java.util.Locale.ROOT);
  }

  @AfterEach
  void closeParts() throws Exception {
    for (AutoCloseable part : parts.reversed()) {
      part.close();
    }
    probes.close();
  }

  RequestRecord.Builder request() {
    return request(id);
  }

  RequestRecord.Builder request(String requestId) {
    return Requests.request(requestId)
        .setReplyTo(
            new dev.strowger.records.ReplyAddress(
                Log.DOOR, Topics.replies(Log.DOOR).name(), door.url()));
  }

  RequestRecord.Builder streamed() {
    return request().setStream(true);
  }

  PlanStep step(String name) {
    return Requests.step(pool(name));
  }

  String pool(String name) {
    return id + "-" + name;
  }

  ScriptedProvider provider(String name, ScriptedProvider.Script script) throws Exception {
    ScriptedProvider provider = new ScriptedProvider(script);
    parts.add(provider);
    providers.put(pool(name), provider.url());
    return provider;
  }

  Workers startWorkers() {
    return startWorkers(Duration.ofSeconds(5), 512);
  }

  Workers startWorkers(Duration drain, int concurrency) {
    return startWorkers(drain, concurrency, Optional.of("test"));
  }

  Workers startWorkers(Duration drain, int concurrency, Optional<String> instance) {
    WorkerConfig config =
        new WorkerConfig(
            kafka,
            providers.entrySet().stream().map(e -> access(e.getKey(), e.getValue())).toList(),
            Stream.concat(providers.keySet().stream(), elsewhere.stream()).toList(),
            new ChannelAccess("channel-token", Optional.empty()),
            instance,
            new WorkerConfig.Limits(
                concurrency,
                64 << 20,
                1 << 20,
                4 << 20,
                Duration.ofSeconds(2),
                drain,
                Duration.ofMillis(500),
                4),
            cache,
            sealing);
    Workers workers = Workers.start(config, probes, dialects);
    parts.add(workers);
    return workers;
  }

  ProviderAccess access(String name, URI url) {
    return new ProviderAccess(
        new Provider(
            name,
            family,
            url,
            Optional.empty(),
            authentication,
            Map.of(),
            Set.of(),
            Provider.Traits.NONE),
        secret,
        simulated);
  }
}
