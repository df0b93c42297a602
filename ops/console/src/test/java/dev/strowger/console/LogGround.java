package dev.strowger.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.broker.EmbeddedBroker;
import dev.strowger.topics.InMemorySchemaRegistry;
import dev.strowger.topics.KafkaAccess;
import dev.strowger.topics.Topic;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Ground of the tests over a real broker: one for each class, new manifests for each test. */
class LogGround {
  static EmbeddedBroker broker;
  static KafkaAccess kafka;

  @TempDir Path directory;

  @BeforeAll
  static void startBroker() throws Exception {
    broker = EmbeddedBroker.startTemporary();
    kafka = KafkaAccess.plain(broker.bootstrapServers(), new InMemorySchemaRegistry());
  }

  @AfterAll
  static void stopBroker() {
    broker.close();
  }

  @BeforeEach
  void writeManifests() throws Exception {
    TestManifests.write(directory, TestManifests.sound("start"));
  }

  static String active(TestConsole console) throws Exception {
    return console.get("/admin/policy").body().get("version").textValue();
  }

  static JsonNode status(TestConsole console) throws Exception {
    return console.get("/admin/status").body();
  }

  static JsonNode problems(TestConsole console) throws Exception {
    return status(console).at("/manifests/problems");
  }

  static String metrics(TestConsole console) throws Exception {
    return console.raw(console.request("/metrics").build()).body();
  }

  /** The newest record of a key, read by somebody else than the console. */
  static <V extends SpecificRecord> Optional<V> inLog(Topic<V> topic, String key) throws Exception {
    try (TableView<V> reader = new TableView<>(kafka, topic, 1_000)) {
      reader.awaitCaughtUp(Duration.ofSeconds(10));
      return reader.get(key);
    }
  }

  static void await(Callable<Boolean> condition) throws Exception {
    long end = System.nanoTime() + Duration.ofSeconds(15).toNanos();
    while (!condition.call()) {
      assertThat(System.nanoTime()).as("this took too long").isLessThan(end);
      Thread.onSpinWait();
    }
  }
}
