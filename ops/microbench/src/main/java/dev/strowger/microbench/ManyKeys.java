package dev.strowger.microbench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.strowger.broker.EmbeddedBroker;
import dev.strowger.ingress.Ingress;
import dev.strowger.ingress.IngressConfig;
import dev.strowger.process.Lifetime;
import dev.strowger.process.Probes;
import dev.strowger.process.Settings;
import dev.strowger.records.CredentialRecord;
import dev.strowger.records.PolicyRecord;
import dev.strowger.topics.InMemorySchemaRegistry;
import dev.strowger.topics.KafkaAccess;
import dev.strowger.topics.Topic;
import dev.strowger.topics.TopicAdmin;
import dev.strowger.topics.Topics;
import java.net.URI;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * An ingress on a broker of its own, with so many credentials in the log.
 *
 * @param startUp until applications can connect
 * @param heapBytes that it holds more than before it started
 */
record ManyKeys(int count, URI door, Duration startUp, long heapBytes, Lifetime parts)
    implements AutoCloseable {
  private static final int MAX_BODY = 1 << 20;

  static ManyKeys start(int count) throws Exception {
    Lifetime parts = new Lifetime();
    EmbeddedBroker broker = parts.add("broker", EmbeddedBroker.startTemporary());
    KafkaAccess kafka = KafkaAccess.plain(broker.bootstrapServers(), new InMemorySchemaRegistry());
    new TopicAdmin(kafka.clients(), MAX_BODY).ensure(Topics.FIXED);
    write(kafka, count);
    long before = heap();
    long begin = System.nanoTime();
    Probes probes = parts.add("probes", new Probes());
    Ingress ingress = parts.add("ingress", Ingress.start(config(kafka, count), probes));
    Duration startUp = Duration.ofNanos(System.nanoTime() - begin);
    URI door = URI.create("http://127.0.0.1:" + ingress.appsPort() + "/v1/models");
    return new ManyKeys(count, door, startUp, heap() - before, parts);
  }

  static String key(int number) {
    return "sk-bench-" + number;
  }

  private static IngressConfig config(KafkaAccess kafka, int count) {
    return IngressConfig.from(
        new Settings(
            Map.of(
                "STROWGER_INSTANCE",
                "bench-" + count,
                "STROWGER_CHANNEL_TOKEN",
                "channel-token-of-the-bench",
                "STROWGER_APPS_PORT",
                "0",
                "STROWGER_CHANNEL_PORT",
                "0")),
        kafka);
  }

  private static void write(KafkaAccess kafka, int count) throws Exception {
    try (KafkaProducer<String, byte[]> producer =
        new KafkaProducer<>(kafka.clients(), new StringSerializer(), new ByteArraySerializer())) {
      producer.send(record(kafka, Topics.POLICIES, "active", policy())).get();
      for (int i = 0; i < count; i++) {
        CredentialRecord credential = credential(i);
        producer.send(record(kafka, Topics.CREDENTIALS, credential.getKeyHash(), credential));
      }
      producer.flush();
    }
  }

  private static <V extends SpecificRecord> ProducerRecord<String, byte[]> record(
      KafkaAccess kafka, Topic<V> topic, String key, V value) {
    return new ProducerRecord<>(
        topic.name(), key, kafka.serdes().serializer(topic).serialize(topic.name(), value));
  }

  private static CredentialRecord credential(int number) throws Exception {
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(key(number).getBytes(UTF_8));
    return CredentialRecord.newBuilder()
        .setCredentialId("cred_" + number)
        .setTenant("tenant-" + number % 1_000)
        .setTeam("team-" + number % 10)
        .setName("an application's key, number " + number)
        .setKeyHash(HexFormat.of().formatHex(hash))
        .setCreatedAt(Instant.EPOCH)
        .build();
  }

  private static PolicyRecord policy() {
    return PolicyRecord.newBuilder()
        .setVersion("v1")
        .setPublishedAt(Instant.EPOCH)
        .setSource("bench")
        .setRoutesYaml("")
        .setModelsYaml("")
        .setProviders(List.of())
        .setServed(List.of())
        .build();
  }

  /** What is left after garbage was collected, more than once: some of it is found late. */
  private static long heap() throws InterruptedException {
    for (int i = 0; i < 3; i++) {
      System.gc();
      Thread.sleep(100);
    }
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  @Override
  public void close() {
    parts.close();
  }
}
