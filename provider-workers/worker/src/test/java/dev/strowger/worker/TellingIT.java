package dev.strowger.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.channel.Channel;
import dev.strowger.records.Acceptance;
import dev.strowger.records.EventRecord;
import dev.strowger.records.PlanStep;
import dev.strowger.records.ReplyRecord;
import dev.strowger.records.ResponseRecord;
import dev.strowger.records.RoutedRecord;
import dev.strowger.records.TargetStats;
import dev.strowger.topics.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;

/** What workers tell beside answers: whose request it was, why it went there, how targets did. */
class TellingIT extends WorkerRig {
  @Test
  void eventsTellTeamAndExperimentAndTheClientWhy() throws Exception {
    provider("local", EscalationIT.says("Here it is."));
    startWorkers();
    RoutedRecord routed = Requests.routed(request().setTeam("payments").build(), step("local"));

    log.route(
        Requests.planned(
            routed,
            plan ->
                plan.setExperiment("haiku")
                    .setArm("treatment")
                    .setExplanation("route chat: cheapest")
                    .setKeepAnswer(true)));

    ReplyRecord reply = log.reply(id);
    assertThat(reply.getExplanation()).isEqualTo("route chat: cheapest");
    log.terminal(id);
    List<EventRecord> events =
        log.events.stream().filter(event -> event.getRequestId().equals(id)).toList();
    assertThat(events).hasSize(2);
    assertThat(events).allMatch(event -> event.getTeam().equals("payments"));
    assertThat(events).allMatch(event -> event.getExperiment().equals("haiku"));
    assertThat(events).allMatch(event -> event.getArm().equals("treatment"));
    Log.await("the answer kept to be compared", () -> log.kept(id).isPresent());
    ResponseRecord kept = log.kept(id).orElseThrow();
    assertThat(kept.getEvents()).isFalse();
    assertThat(kept.getProvider()).isEqualTo(pool("local"));
  }

  @Test
  void aStreamIsKeptToBeComparedAndSaysWhy() throws Exception {
    provider("local", EscalationIT.streams("Here it is."));
    startWorkers();
    RoutedRecord routed = Requests.routed(streamed().build(), step("local"));

    log.route(
        Requests.planned(
            routed, plan -> plan.setExplanation("route chat: „cheapest“").setKeepAnswer(true)));

    log.terminal(id);
    assertThat(door.head(id).get(Channel.DECISION)).isEqualTo("route chat: cheapest");
    Log.await("the answer kept to be compared", () -> log.kept(id).isPresent());
    assertThat(log.kept(id).orElseThrow().getEvents()).isTrue();
  }

  @Test
  void itIsToldHowTargetsDid() throws Exception {
    provider("local", EscalationIT.says("x"));
    provider("paid", EscalationIT.says("Here it is."));
    startWorkers();

    PlanStep gated =
        PlanStep.newBuilder(step("local"))
            .setAccept(Acceptance.newBuilder().setMinChars(5).build())
            .build();
    log.route(Requests.routed(request().build(), gated, step("paid")));

    log.terminal(id);
    Log.await("statistics", () -> stats().containsKey(pool("local")));
    TargetStats local = java.util.Objects.requireNonNull(stats().get(pool("local")));
    assertThat(local.getCalls()).isEqualTo(1);
    assertThat(local.getFailures()).isZero();
    assertThat(local.getNotAccepted()).isEqualTo(1);
    assertThat(local.getInstance()).isEqualTo("test");
    assertThat(local.getModel()).isEqualTo("model-of-" + pool("local"));
    assertThat(local.getLatencyMs()).isPositive();
  }

  private Map<String, TargetStats> stats() {
    Map<String, TargetStats> last = new HashMap<>();
    Map<String, Object> settings = new HashMap<>(kafka.clients());
    String topic = Topics.TARGET_STATS.name();
    var values = kafka.serdes().deserializer(Topics.TARGET_STATS);
    try (KafkaConsumer<String, byte[]> consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> all = List.of(new TopicPartition(topic, 0));
      long end = consumer.endOffsets(all).getOrDefault(all.getFirst(), 0L);
      consumer.assign(all);
      consumer.seekToBeginning(all);
      while (consumer.position(all.getFirst()) < end) {
        for (var record : consumer.poll(Duration.ofMillis(50))) {
          TargetStats stats = values.deserialize(topic, record.value());
          assertThat(record.key())
              .isEqualTo(stats.getProvider() + "/" + stats.getModel() + "/" + stats.getInstance());
          last.put(stats.getProvider(), stats);
        }
      }
    }
    return last;
  }
}
