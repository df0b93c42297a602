package dev.strowger.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.records.DeadLetter;
import dev.strowger.topics.Topics;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Letters in a real log: seen without their bodies, and put back byte for byte. */
class DeadLettersIT extends LogGround {
  private static final byte[] VALUE = {0, 0, 0, 0, 7, 'h', 'i'};
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  @BeforeAll
  static void writeLetters() throws Exception {
    kafka.topics(1 << 20).ensure(List.of(Topics.DEAD_LETTERS, Topics.REQUESTS));
    try (RecordPublisher parts = new RecordPublisher(kafka)) {
      publish(parts, letter("llm.requests", "its key is not its tenant", NOON, VALUE));
      publish(parts, letter("llm.requests", "the value was too long", NOON, null));
      publish(parts, letter("llm.routed.gone", "wire format", NOON.plusSeconds(60), VALUE));
      publish(parts, letter("elsewhere", "wire format", NOON.plusSeconds(60), VALUE));
    }
  }

  @Test
  void listsPagesWithoutBodies() throws Exception {
    try (TestConsole console = TestConsole.start(kafka, directory)) {
      JsonNode first = console.get("/admin/dead-letters?limit=3").body();
      JsonNode second =
          console.get("/admin/dead-letters?from=" + first.get("next").asText()).body();

      assertThat(first.get("letters")).hasSize(3);
      assertThat(first.at("/letters/0/id").asText()).isEqualTo("llm.dead.letters/0/0");
      assertThat(first.at("/letters/0/valueBytes").asInt()).isEqualTo(7);
      assertThat(first.at("/letters/1/valueBytes").isNull()).isTrue();
      assertThat(second.at("/letters/0/topic").asText()).isEqualTo("elsewhere");
      assertThat(second.get("letters")).hasSize(1);
      assertThat(second.get("next").isNull()).isTrue();
      assertThat(first.toString()).doesNotContain("team-a");
    }
  }

  @Test
  void findsLettersByTopicReasonAndTime() throws Exception {
    try (TestConsole console = TestConsole.start(kafka, directory)) {
      assertThat(ids(console, "topic=llm.requests")).hasSize(2);
      assertThat(ids(console, "reason=WIRE%20format")).hasSize(2);
      assertThat(ids(console, "since=2026-01-01T12:00:01Z&topic=elsewhere")).hasSize(1);
      assertThat(ids(console, "since=2027-01-01T12:00:01Z")).isEmpty();
      for (String bad : List.of("since=now", "limit=0", "limit=501", "from=1")) {
        assertThat(console.get("/admin/dead-letters?" + bad).status()).as(bad).isEqualTo(400);
      }
    }
  }

  @Test
  void showsTheBodyOnlyToThoseWhoAskForIt() throws Exception {
    try (TestConsole console = TestConsole.start(kafka, directory)) {
      JsonNode bare = console.get("/admin/dead-letters/0/0").body();
      JsonNode whole = console.get("/admin/dead-letters/0/0?body=true").body();

      assertThat(bare.get("schemaId").asInt()).isEqualTo(7);
      assertThat(bare.has("value")).isFalse();
      assertThat(bare.has("key")).isFalse();
      assertThat(whole.get("value").binaryValue()).isEqualTo(VALUE);
      assertThat(whole.get("key").asText()).isEqualTo("team-a");
      assertThat(console.get("/admin/dead-letters/0/999").status()).isEqualTo(404);
      assertThat(console.get("/admin/dead-letters/9/0").status()).isEqualTo(404);
    }
  }

  @Test
  void putsBackWhatItCanAndSaysWhyNotOfTheRest() throws Exception {
    try (TestConsole console = TestConsole.start(kafka, directory)) {
      int before = requests().size();
      JsonNode dry = redrive(console, Map.of("ids", List.of("0/0", "0/1"), "dryRun", true));
      assertThat(dry.at("/results/0/outcome").asText()).isEqualTo("possible");
      assertThat(requests()).as("a dry run writes nothing").hasSize(before);

      JsonNode done =
          redrive(
              console,
              Map.of("ids", List.of("llm.dead.letters/0/0", "0/1", "0/2", "0/3", "0/999")));

      assertThat(done.get("results").findValuesAsText("outcome"))
          .containsExactly("redriven", "impossible", "impossible", "impossible", "impossible");
      assertThat(done.get("results").findValuesAsText("why"))
          .containsExactly(
              "",
              "the letter only points at its record, the value was not kept; look at"
                  + " llm.requests/2/5",
              "its topic llm.routed.gone does not exist any more",
              "elsewhere is not a topic of the pipeline",
              "there is no such dead letter");
      List<ConsumerRecord<byte[], byte[]>> now = requests();
      assertThat(now).hasSize(before + 1);
      assertThat(now.getLast().value()).isEqualTo(VALUE);
      assertThat(now.getLast().key()).isEqualTo(bytes("team-a"));
      assertThat(now.getLast().headers().lastHeader("strowger-redriven").value())
          .isEqualTo(bytes("0/0"));
    }
  }

  @Test
  void putsBackAllOfATopic() throws Exception {
    try (TestConsole console = TestConsole.start(kafka, directory)) {
      int before = requests().size();
      JsonNode done = redrive(console, Map.of("all", true, "topic", "llm.requests"));

      assertThat(done.get("results").findValuesAsText("outcome"))
          .containsExactly("redriven", "impossible");
      assertThat(done.get("next").isNull()).isTrue();
      assertThat(requests()).hasSize(before + 1);
      String path = "/admin/dead-letters/redrive";
      assertThat(console.post(path, Map.of("all", true)).status()).isEqualTo(400);
      assertThat(console.post(path, Map.of("dryRun", true)).status()).isEqualTo(400);
      assertThat(console.post(path, Map.of("all", true, "ids", List.of("0/0"))).status())
          .isEqualTo(400);
    }
  }

  private static JsonNode redrive(TestConsole console, Map<String, ?> body) throws Exception {
    TestConsole.Answer answer = console.post("/admin/dead-letters/redrive", body);
    assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
    return answer.body();
  }

  private static List<String> ids(TestConsole console, String query) throws Exception {
    return console.get("/admin/dead-letters?" + query).body().findValuesAsText("id");
  }

  private static List<ConsumerRecord<byte[], byte[]>> requests() {
    Map<String, Object> settings = new HashMap<>(kafka.clients());
    settings.put("auto.offset.reset", "earliest");
    try (var consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(Topics.REQUESTS.name()).stream()
              .map(p -> new TopicPartition(p.topic(), p.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
        consumer.poll(Duration.ofMillis(200)).forEach(all::add);
      }
      return all;
    }
  }

  private static void publish(RecordPublisher parts, DeadLetter letter) throws Exception {
    parts.publish(Topics.DEAD_LETTERS, letter.getTopic(), letter);
  }

  private static DeadLetter letter(
      String topic, String reason, Instant at, byte @Nullable [] value) {
    return DeadLetter.newBuilder()
        .setTopic(topic)
        .setPartition(2)
        .setOffset(5)
        .setAt(at)
        .setReason(reason)
        .setKey(ByteBuffer.wrap(bytes("team-a")))
        .setValue(value == null ? null : ByteBuffer.wrap(value))
        .build();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
