package dev.strowger.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class EmbeddedBrokerIT {
  private static final int RECORDS = 500;
  private static final TopicPartition KEPT = new TopicPartition("kept", 0);

  @TempDir Path directory;

  @Test
  void keepsItsRecordsOverARestartOnOtherPorts() throws Exception {
    var config = new EmbeddedBroker.Config(directory, 0, 1 << 20);
    String first;
    try (EmbeddedBroker broker = EmbeddedBroker.start(config)) {
      first = broker.bootstrapServers();
      create(first);
      produce(first);
    }

    try (EmbeddedBroker broker = EmbeddedBroker.start(config)) {
      assertThat(broker.bootstrapServers()).isNotEqualTo(first);
      assertThat(read(broker.bootstrapServers())).hasSize(RECORDS);
    }
  }

  @Test
  void keepsEveryAcknowledgedRecordWhenItIsKilled() throws Exception {
    Process process = startProcess();
    try {
      String bootstrap = bootstrap(process);
      create(bootstrap);
      produce(bootstrap);
    } finally {
      process.destroyForcibly().waitFor();
    }

    try (EmbeddedBroker broker =
        EmbeddedBroker.start(new EmbeddedBroker.Config(directory, 0, 1 << 20))) {
      assertThat(read(broker.bootstrapServers())).hasSize(RECORDS);
      produce(broker.bootstrapServers());
    }
  }

  @Test
  void refusesADirectoryThatAnotherProcessUses() throws Exception {
    Process process = startProcess();
    try {
      bootstrap(process);

      assertThatThrownBy(
              () -> EmbeddedBroker.start(new EmbeddedBroker.Config(directory, 0, 1 << 20)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("another broker runs on " + directory);
      assertThat(process.isAlive()).isTrue();
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  @Test
  void listensOnLoopbackOnly() throws Exception {
    Process process = startProcess();
    try {
      bootstrap(process);

      assertThat(listening(process.pid())).hasSize(2).allMatch(a -> a.endsWith("0100007F"));
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  private Process startProcess() throws Exception {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            BrokerProcess.class.getName(),
            directory.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static String bootstrap(Process process) throws Exception {
    var lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith("bootstrap=")) {
        return line.substring("bootstrap=".length());
      }
    }
    throw new IllegalStateException("the broker's process ended");
  }

  private static void create(String bootstrap) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
      admin
          .createTopics(List.of(new NewTopic("kept", Optional.of(1), Optional.empty())))
          .all()
          .get(30, TimeUnit.SECONDS);
    }
  }

  private static void produce(String bootstrap) throws Exception {
    try (var producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrap, "acks", "all"),
            new StringSerializer(),
            new StringSerializer())) {
      List<Future<RecordMetadata>> sent = new ArrayList<>();
      for (int i = 0; i < RECORDS; i++) {
        sent.add(producer.send(new ProducerRecord<>("kept", "key-" + i, "value-" + i)));
      }
      for (Future<RecordMetadata> acknowledged : sent) {
        acknowledged.get(30, TimeUnit.SECONDS);
      }
    }
  }

  private static Set<String> read(String bootstrap) {
    Set<String> keys = new HashSet<>();
    try (var consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrap),
            new StringDeserializer(),
            new StringDeserializer())) {
      consumer.assign(List.of(KEPT));
      consumer.seekToBeginning(List.of(KEPT));
      long end = consumer.endOffsets(List.of(KEPT)).getOrDefault(KEPT, 0L);
      while (consumer.position(KEPT) < end) {
        consumer.poll(Duration.ofMillis(100)).forEach(record -> keys.add(record.key()));
      }
    }
    return keys;
  }

  /** Local addresses of the listening TCP sockets of a process, as the kernel writes them. */
  private static List<String> listening(long pid) throws Exception {
    Set<String> sockets = new HashSet<>();
    try (var descriptors = Files.list(Path.of("/proc/" + pid + "/fd"))) {
      for (Path descriptor : descriptors.toList()) {
        String target = Files.readSymbolicLink(descriptor).toString();
        if (target.startsWith("socket:[")) {
          sockets.add(target.substring(8, target.length() - 1));
        }
      }
    }
    List<String> addresses = new ArrayList<>();
    for (String table : List.of("tcp", "tcp6")) {
      for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/net/" + table))) {
        String[] fields = line.strip().split("\\s+");
        if (fields.length > 9 && fields[3].equals("0A") && sockets.contains(fields[9])) {
          addresses.add(fields[1].split(":")[0]);
        }
      }
    }
    return addresses;
  }
}
