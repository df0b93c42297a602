package dev.strowger.router;

import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.broker.EmbeddedBroker;
import dev.strowger.quota.Rebuild;
import dev.strowger.records.Balance;
import dev.strowger.records.EventRecord;
import dev.strowger.records.Limits;
import dev.strowger.records.Outcome;
import dev.strowger.records.RequestRecord;
import dev.strowger.records.RoutedRecord;
import dev.strowger.records.Terminal;
import dev.strowger.topics.RecordSerdes;
import dev.strowger.topics.Topic;
import dev.strowger.topics.TopicAdmin;
import dev.strowger.topics.Topics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;

class BalancesKillIT {
  private static final int REQUESTS = 1500;
  private static final int WARM_UP = 60;
  private static final List<String> TENANTS = List.of("bank", "broker", "insurer");

  private final AtomicInteger routed = new AtomicInteger();
  private final Set<String> ended = ConcurrentHashMap.newKeySet();
  private final RecordSerdes serdes = new RecordSerdes(new FixedSchemas());

  @Test
  void afterAKillTheBalancesAreThoseOfTheLogToTheByte() throws Exception {
    Path log = Files.createTempFile("router", ".log");
    try (EmbeddedBroker broker = EmbeddedBroker.startTemporary();
        Lines lines = new Lines(broker.bootstrapServers())) {
      connect(broker, lines);
      Process first = RouterProcess.launch(broker.bootstrapServers(), log);
      Process second = null;
      try {
        ask(lines, 0, WARM_UP);
        Lines.await("the first router works", () -> ended.size() == WARM_UP);
        ask(lines, WARM_UP, REQUESTS);
        Lines.await("traffic flows", () -> routed.get() > WARM_UP + REQUESTS / 8);
        first.destroyForcibly();
        assertThat(ended.size()).isLessThan(WARM_UP + REQUESTS);
        first.waitFor(10, TimeUnit.SECONDS);
        second = RouterProcess.launch(broker.bootstrapServers(), log);
        Lines.await("all requests end", () -> ended.size() == WARM_UP + REQUESTS);
      } finally {
        first.destroyForcibly();
        if (second != null) {
          second.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        }
      }
      compare(broker.bootstrapServers());
    }
  }

  private void compare(String bootstrapServers) {
    String changelog = "strowger-router-" + Quota.BALANCES + "-changelog";
    Map<String, byte[]> kept = new TreeMap<>();
    for (ConsumerRecord<String, byte[]> record : all(bootstrapServers, changelog)) {
      kept.put(record.key(), record.value());
    }
    List<EventRecord> events = new ArrayList<>();
    var reader = serdes.deserializer(Topics.EVENTS);
    for (ConsumerRecord<String, byte[]> record : all(bootstrapServers, Topics.EVENTS.name())) {
      events.add(reader.deserialize(record.topic(), record.value()));
    }

    Map<String, Balance> rebuilt = Rebuild.of(events);

    assertThat(rebuilt.keySet()).isEqualTo(kept.keySet()).hasSize(3 * TENANTS.size());
    var writer = serdes.serializer(topic(changelog));
    rebuilt.forEach(
        (key, balance) ->
            assertThat(writer.serialize(changelog, balance)).as(key).isEqualTo(kept.get(key)));
    assertThat(rebuilt.values()).allMatch(balance -> balance.getOpenRequests() == 0);
  }

  private static Topic<Balance> topic(String name) {
    return new Topic<>(
        name, Balance.class, Topic.Key.REQUEST_ID, 1, new Topic.Retention.Compacted(), false);
  }

  /** What was committed, to the end. */
  private static List<ConsumerRecord<String, byte[]>> all(String bootstrapServers, String topic) {
    List<ConsumerRecord<String, byte[]>> all = new ArrayList<>();
    try (KafkaConsumer<String, byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed"),
            new StringDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(p -> new TopicPartition(p.topic(), p.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
        consumer.poll(Duration.ofMillis(200)).forEach(all::add);
      }
    }
    return all;
  }

  private void connect(EmbeddedBroker broker, Lines lines) {
    TopicAdmin admin =
        new TopicAdmin(Map.of("bootstrap.servers", broker.bootstrapServers()), 32 << 20);
    admin.ensure(Topics.FIXED);
    admin.ensure(List.of(Topics.routed("openai"), Topics.replies("door-1")));
    lines.write(Topics.POLICIES, "active", Limited.policy());
    // It may see a request again after the router was killed.
    lines.follow(Topics.routed("openai"), false, record -> work(lines, record));
    lines.follow(Topics.EVENTS, true, this::count);
  }

  private void work(Lines lines, RoutedRecord record) {
    RequestRecord request = record.getRequest();
    int number = routed.incrementAndGet();
    Instant now = Instant.now();
    lines.write(Topics.OUTCOMES, request.getTenant(), Limited.attempt(request, number, now));
    lines.write(
        Topics.OUTCOMES, request.getTenant(), Limited.terminal(request, Outcome.ANSWERED, now));
  }

  private void count(EventRecord event) {
    if (event.getDetail() instanceof Terminal) {
      ended.add(event.getRequestId());
    }
  }

  private static void ask(Lines lines, int from, int count) {
    // A limit that lets some through and refuses others, so that both go into the log.
    Limits.Builder limits =
        Limits.newBuilder().setConcurrent(400).setRequestsPerMinute(REQUESTS / 4);
    for (int i = from; i < from + count; i++) {
      String tenant = TENANTS.get(i % TENANTS.size());
      lines.write(
          Topics.REQUESTS,
          tenant,
          Limited.request(
              "r" + i, tenant, Limited.MODEL, Instant.now(), List.of(Limited.tenant(limits))));
    }
    lines.flush();
  }
}
