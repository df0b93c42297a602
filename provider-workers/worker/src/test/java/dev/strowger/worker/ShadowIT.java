package dev.strowger.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.records.PlanStep;
import dev.strowger.records.Price;
import dev.strowger.records.ShadowRecord;
import dev.strowger.records.ShadowResult;
import dev.strowger.topics.Body;
import dev.strowger.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;

/** Copies of requests, which nobody waits for. */
class ShadowIT extends WorkerRig {
  @Test
  void aCopyIsAnsweredAndItsAnswerKept() throws Exception {
    provider("try", ScriptedProvider.answers());
    startWorkers();

    shadow(id, 0, 0);
    ShadowResult result = results(id, 1).getFirst();

    assertThat(result.getResult()).isEqualTo("answered");
    assertThat(result.getShadow()).isEqualTo(id);
    assertThat(result.getProvider()).isEqualTo(pool("try"));
    assertThat(result.getUsage().getOutputTokens()).isPositive();
    assertThat(result.getCostMicros()).isPositive();
    assertThat(result.getLatencyUs()).isPositive();
    byte[] body =
        new Body(result.getBodyEncoding(), java.util.Objects.requireNonNull(result.getBody()))
            .unpack(1 << 20);
    assertThat(new String(body, StandardCharsets.UTF_8)).contains("chat.completion");
    assertThat(log.replies(id)).isEmpty();
    assertThat(log.attempts(id)).isEmpty();
    assertThat(log.terminals(id)).isEmpty();
  }

  @Test
  void aCopyOfAStreamIsAskedForAWholeAnswer() throws Exception {
    List<String> asked = new ArrayList<>();
    provider(
        "try",
        exchange -> {
          asked.add(
              new String(
                  (byte[]) exchange.getAttribute(ScriptedProvider.BODY), StandardCharsets.UTF_8));
          ScriptedProvider.answers().answer(exchange);
        });
    startWorkers();

    log.send(
        Topics.SHADOW,
        id,
        copy(0, 0)
            .setRequest(
                streamed()
                    .setBody(
                        java.nio.ByteBuffer.wrap(
                            "{\"model\":\"m\",\"stream\":true,\"stream_options\":{\"include_usage\":true},\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}"
                                .getBytes(StandardCharsets.UTF_8)))
                    .build())
            .build());

    assertThat(results(id, 1).getFirst().getResult()).isEqualTo("answered");
    assertThat(asked.getFirst()).doesNotContain("\"stream");
  }

  @Test
  void aFailureIsAResultLikeAnyOther() throws Exception {
    provider("try", ScriptedProvider.fails(500, "server_error", "no"));
    startWorkers();

    shadow(id, 0, 0);
    ShadowResult result = results(id, 1).getFirst();

    assertThat(result.getResult()).isEqualTo("provider_error");
    assertThat(result.getBody()).isNull();
    assertThat(log.replies(id)).isEmpty();
  }

  @Test
  void copiesBeyondTheBudgetAreSkipped() throws Exception {
    provider("try", ScriptedProvider.answers());
    startWorkers();

    shadow(id, 1, 0);
    results(id, 1);
    shadow(id, 1, 0);

    assertThat(results(id, 2))
        .extracting(ShadowResult::getResult)
        .containsExactlyInAnyOrder("answered", "skipped");
  }

  @Test
  void moneyOfTheDayIsCountedOverRestarts() throws Exception {
    provider("try", ScriptedProvider.answers());
    Workers before = startWorkers();
    shadow(id, 0, 1);
    results(id, 1);
    before.close();
    startWorkers();
    Thread.sleep(Duration.ofSeconds(1));

    shadow(id, 0, 1);

    assertThat(results(id, 2))
        .extracting(ShadowResult::getMessage)
        .contains("the shadow's money for the day is spent");
  }

  @Test
  void theCallersAreServedWhileCopiesHang() throws Exception {
    CountDownLatch held = new CountDownLatch(1);
    provider("try", exchange -> held.await());
    provider("real", ScriptedProvider.answers());
    startWorkers();
    for (int i = 0; i < 20; i++) {
      shadow(id + i, 0, 0);
    }

    log.route(Requests.routed(request().build(), step("real")));

    assertThat(log.reply(id).getProvider()).isEqualTo(pool("real"));
    held.countDown();
  }

  private void shadow(String requestId, int perMinute, long dailyMicros) throws Exception {
    log.send(
        Topics.SHADOW,
        requestId,
        copy(perMinute, dailyMicros).setRequest(request(requestId).build()).build());
  }

  private ShadowRecord.Builder copy(int perMinute, long dailyMicros) {
    PlanStep step =
        PlanStep.newBuilder(step("try"))
            .setPrice(
                new Price(
                    "USD",
                    1_000_000L,
                    1_000_000L,
                    1_000_000L,
                    1_000_000L,
                    null,
                    null,
                    null,
                    null,
                    null,
                    0L))
            .build();
    return ShadowRecord.newBuilder()
        .setRequest(request().build())
        .setShadow(id)
        .setRoute("chat")
        .setPolicyVersion("v1")
        .setStep(step)
        .setPerMinute(perMinute)
        .setDailyMicros(dailyMicros)
        .setAt(Instant.now());
  }

  private static List<ShadowResult> results(String requestId, int atLeast) throws Exception {
    List<ShadowResult> found = new ArrayList<>();
    Log.await(
        atLeast + " results of " + requestId,
        () -> {
          found.clear();
          found.addAll(results(requestId));
          return found.size() >= atLeast;
        });
    return found;
  }

  private static List<ShadowResult> results(String requestId) {
    Map<String, Object> settings = new HashMap<>(kafka.clients());
    settings.put("enable.auto.commit", "false");
    var values = kafka.serdes().deserializer(Topics.SHADOW_RESULTS);
    String topic = Topics.SHADOW_RESULTS.name();
    List<ShadowResult> all = new ArrayList<>();
    try (KafkaConsumer<String, byte[]> consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(p -> new TopicPartition(topic, p.partition()))
              .toList();
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
        consumer
            .poll(Duration.ofMillis(50))
            .forEach(record -> all.add(values.deserialize(topic, record.value())));
      }
    }
    return all.stream().filter(r -> r.getRequestId().equals(requestId)).toList();
  }
}
