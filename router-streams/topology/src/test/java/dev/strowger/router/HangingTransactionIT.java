package dev.strowger.router;

import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.broker.EmbeddedBroker;
import dev.strowger.process.Probes;
import dev.strowger.records.EventRecord;
import dev.strowger.records.Outcome;
import dev.strowger.records.RoutedRecord;
import dev.strowger.records.Terminal;
import dev.strowger.topics.TopicAdmin;
import dev.strowger.topics.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HangingTransactionIT {
  private static final byte[] GONE = {1};
  private static final int MESSAGE_BYTES = 36 << 20;

  @TempDir Path directory;

  private final Set<String> ended = ConcurrentHashMap.newKeySet();
  private int port;

  @Test
  void aRouterEndsTransactionsThatNobodyElseWouldEnd() throws Exception {
    try (EmbeddedBroker broker = broker()) {
      new TopicAdmin(Map.of("bootstrap.servers", broker.bootstrapServers()), 32 << 20)
          .ensure(List.of(Topics.routed("openai")));
      serves(broker);
      leaveOpen(broker.bootstrapServers(), Topics.EVENTS.name(), changelog(broker));
    }
    forgetTransactions();

    try (EmbeddedBroker broker = broker()) {
      // Its store and the log of events are both readable up to the open transaction only.
      serves(broker);
    }
  }

  private EmbeddedBroker broker() throws Exception {
    EmbeddedBroker broker =
        EmbeddedBroker.start(new EmbeddedBroker.Config(directory, port, MESSAGE_BYTES));
    port = Integer.parseInt(broker.bootstrapServers().replaceFirst(".*:", ""));
    return broker;
  }

  /** A router starts, routes a request, and its end can be read. */
  private void serves(EmbeddedBroker broker) throws Exception {
    try (Probes probes = new Probes();
        Lines lines = new Lines(broker.bootstrapServers());
        Router _ =
            Router.start(RouterProcess.config(broker.bootstrapServers(), Map.of()), probes)) {
      lines.write(Topics.POLICIES, "active", Samples.policy(Samples.ROUTES));
      lines.follow(Topics.routed("openai"), false, record -> work(lines, record));
      lines.follow(Topics.EVENTS, true, this::count);
      Lines.await("the router is ready", () -> probes.health().problems().isEmpty());
      String id = UUID.randomUUID().toString();
      lines.write(Topics.REQUESTS, "team-a", Samples.request(id, "gpt-4o-mini"));
      Lines.await("the request ends", () -> ended.contains(id));
    }
  }

  private void work(Lines lines, RoutedRecord record) {
    String id = record.getRequest().getRequestId();
    lines.write(Topics.OUTCOMES, "team-a", Samples.attempt(id, 1, 5));
    lines.write(Topics.OUTCOMES, "team-a", Samples.terminal(id, Outcome.ANSWERED));
  }

  private void count(EventRecord event) {
    if (event.getDetail() instanceof Terminal) {
      ended.add(event.getRequestId());
    }
  }

  private static String changelog(EmbeddedBroker broker) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      return admin.listTopics().names().get().stream()
          .filter(name -> name.endsWith(Quota.BALANCES + "-changelog"))
          .findFirst()
          .orElseThrow();
    }
  }

  /** In every partition; far longer than the test, should its coordinator live. */
  private static void leaveOpen(String bootstrapServers, String... topics) {
    KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "transactional.id",
                "strowger-router-gone-1",
                "transaction.timeout.ms",
                600_000),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    producer.initTransactions();
    producer.beginTransaction();
    for (String topic : topics) {
      for (PartitionInfo partition : producer.partitionsFor(topic)) {
        Future<RecordMetadata> _ =
            producer.send(new ProducerRecord<>(topic, partition.partition(), GONE, GONE));
      }
    }
    producer.flush();
    // With patience it would abort the transaction.
    producer.close(Duration.ZERO);
  }

  /** As if the coordinators had lost what they knew. */
  private void forgetTransactions() throws IOException {
    try (Stream<Path> logs = Files.list(directory)) {
      List<Path> coordinators =
          logs.filter(log -> log.getFileName().toString().startsWith("__transaction_state-"))
              .toList();
      assertThat(coordinators).isNotEmpty();
      for (Path log : coordinators) {
        try (Stream<Path> files = Files.walk(log)) {
          files
              .sorted(Comparator.reverseOrder())
              .map(Path::toFile)
              .forEach(file -> assertThat(file.delete()).isTrue());
        }
      }
    }
  }
}
