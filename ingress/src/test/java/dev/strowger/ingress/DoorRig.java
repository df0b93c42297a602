package dev.strowger.ingress;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.strowger.broker.EmbeddedBroker;
import dev.strowger.process.Probes;
import dev.strowger.process.Settings;
import dev.strowger.records.CredentialRecord;
import dev.strowger.records.PolicyRecord;
import dev.strowger.records.ServedModel;
import dev.strowger.topics.InMemorySchemaRegistry;
import dev.strowger.topics.KafkaAccess;
import dev.strowger.topics.Topic;
import dev.strowger.topics.TopicAdmin;
import dev.strowger.topics.Topics;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** A real broker with one tenant and a policy, ingress instances before it, and an HTTP client. */
final class DoorRig {
  static final String KEY = "sk-test-key";

  /** Of the tenant team-b. */
  static final String OTHER_KEY = "sk-other-key";

  static final String TOKEN = "channel-token-for-tests";
  static final String GOOD =
      "{\"model\":\"gpt-4o-mini\",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}";
  static final String GOOD_STREAM = GOOD.replace("{\"model\"", "{\"stream\":true,\"model\"");
  static final Duration PATIENCE = Duration.ofSeconds(20);

  final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
  final EmbeddedBroker broker;
  final KafkaAccess kafka;
  final FakeWorker worker;
  final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final List<AutoCloseable> open = new ArrayList<>();

  /** One ingress and what it shows of itself. */
  record Door(Ingress ingress, Probes probes) implements AutoCloseable {
    URI url(String path) {
      return URI.create("http://127.0.0.1:" + ingress.appsPort() + path);
    }

    /**
     * Ends it on a thread of its own: the JDK's HTTP client completes its futures on the common
     * pool, which on few cores has a single thread.
     */
    CompletableFuture<Void> closing() {
      return CompletableFuture.runAsync(ingress::close, Thread::startVirtualThread);
    }

    @Override
    public void close() {
      ingress.close();
      probes.close();
    }
  }

  DoorRig() throws Exception {
    broker = EmbeddedBroker.startTemporary();
    kafka = KafkaAccess.plain(broker.bootstrapServers(), registry);
    new TopicAdmin(kafka.clients(), 32 << 20).ensure(Topics.FIXED);
    for (CredentialRecord credential :
        List.of(credential("team-a", KEY), credential("team-b", OTHER_KEY))) {
      put(Topics.CREDENTIALS, credential.getKeyHash(), credential);
    }
    put(Topics.POLICIES, "active", policy());
    worker = new FakeWorker(kafka);
  }

  Door open(Map<String, String> settings) {
    return open(settings, kafka);
  }

  Door open(Map<String, String> settings, KafkaAccess kafka) {
    Map<String, String> all = new HashMap<>(settings);
    all.put("STROWGER_CHANNEL_TOKEN", TOKEN);
    all.put("STROWGER_APPS_PORT", "0");
    all.put("STROWGER_CHANNEL_PORT", "0");
    all.putIfAbsent("STROWGER_SHUTDOWN_GRACE", "0s");
    Probes probes = new Probes();
    Door door =
        new Door(Ingress.start(IngressConfig.from(new Settings(all), kafka), probes), probes);
    open.add(door);
    return door;
  }

  HttpRequest.Builder request(Door door, String path) {
    return HttpRequest.newBuilder(door.url(path))
        .timeout(PATIENCE)
        .header("authorization", "Bearer " + KEY)
        .header("content-type", "application/json");
  }

  HttpRequest chat(Door door, String body) {
    return request(door, "/v1/chat/completions")
        .POST(HttpRequest.BodyPublishers.ofString(body))
        .build();
  }

  HttpResponse<String> send(HttpRequest request) throws Exception {
    return http.send(request, HttpResponse.BodyHandlers.ofString(UTF_8));
  }

  CompletableFuture<HttpResponse<String>> sending(HttpRequest request) {
    return http.sendAsync(request, HttpResponse.BodyHandlers.ofString(UTF_8));
  }

  <V extends SpecificRecord> void put(Topic<V> topic, String key, @Nullable V value)
      throws Exception {
    putBytes(topic.name(), key, kafka.serdes().serializer(topic).serialize(topic.name(), value));
  }

  void putBytes(String topic, String key, byte @Nullable [] value) throws Exception {
    try (var producer =
        new KafkaProducer<String, byte[]>(
            kafka.clients(), new StringSerializer(), new ByteArraySerializer())) {
      producer.send(new ProducerRecord<>(topic, key, value)).get();
    }
  }

  /** As retention does. */
  void deleteAllRecords(String topic) throws Exception {
    try (Admin admin = Admin.create(kafka.clients())) {
      Map<TopicPartition, RecordsToDelete> all = new HashMap<>();
      for (int i = 0; i < Topics.RESPONSES.partitions(); i++) {
        all.put(new TopicPartition(topic, i), RecordsToDelete.beforeOffset(-1));
      }
      admin.deleteRecords(all).all().get();
    }
  }

  /** Waits for what another thread brings about. */
  static void await(String what, BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("not within " + PATIENCE + ": " + what);
      }
      Thread.sleep(5);
    }
  }

  /** As the topic has it. */
  static String hash(String key) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(key.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }

  private static CredentialRecord credential(String tenant, String key) {
    return CredentialRecord.newBuilder()
        .setCredentialId("cred_1")
        .setTenant(tenant)
        .setName("test")
        .setKeyHash(hash(key))
        .setCreatedAt(Instant.EPOCH)
        .build();
  }

  private static PolicyRecord policy() {
    return PolicyRecord.newBuilder()
        .setVersion("v1")
        .setPublishedAt(Instant.ofEpochSecond(1_700_000_000L))
        .setSource("test")
        .setRoutesYaml("")
        .setModelsYaml("")
        .setProviders(List.of())
        .setServed(
            List.of(
                ServedModel.newBuilder().setId("gpt-4o-mini").setOwnedBy("strowger").build(),
                ServedModel.newBuilder().setId("ollama/llama-3.1").setOwnedBy("ollama").build()))
        .build();
  }

  void close() throws Exception {
    for (AutoCloseable closeable : open.reversed()) {
      closeable.close();
    }
    worker.close();
    http.close();
    broker.close();
  }
}
