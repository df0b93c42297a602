package dev.strowger.worker;

import dev.strowger.records.Attempt;
import dev.strowger.records.EventRecord;
import dev.strowger.records.ReplyRecord;
import dev.strowger.records.ResponseRecord;
import dev.strowger.records.RoutedRecord;
import dev.strowger.records.Terminal;
import dev.strowger.topics.KafkaAccess;
import dev.strowger.topics.Topic;
import dev.strowger.topics.TopicAdmin;
import dev.strowger.topics.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** The router's and the door's side of the log: puts requests in, collects what workers write. */
final class Log implements AutoCloseable {
  static final String DOOR = "door-1";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  final List<ReplyRecord> replies = new CopyOnWriteArrayList<>();
  final List<EventRecord> events = new CopyOnWriteArrayList<>();

  private final KafkaAccess kafka;
  private final KafkaProducer<String, byte[]> producer;
  private final Thread thread;
  private volatile boolean closed;

  Log(KafkaAccess kafka) {
    this.kafka = kafka;
    new TopicAdmin(kafka.clients(), 1 << 20)
        .ensure(List.of(Topics.replies(DOOR), Topics.OUTCOMES, Topics.CANCELLATIONS));
    this.producer =
        new KafkaProducer<>(kafka.clients(), new StringSerializer(), new ByteArraySerializer());
    this.thread = Thread.ofPlatform().name("test-log").start(this::collect);
  }

  void route(RoutedRecord routed) throws Exception {
    int step = routed.getStep();
    String pool = routed.getPlan().getSteps().get(step).getPool();
    send(Topics.routed(pool), routed.getRequest().getRequestId(), routed);
  }

  <V extends SpecificRecord> void send(Topic<V> topic, String key, V value) throws Exception {
    byte[] bytes = kafka.serdes().serializer(topic).serialize(topic.name(), value);
    sendBytes(topic.name(), key, bytes);
  }

  /** As it looks to the worker that gets a request after another one has died. */
  void routeAgain(RoutedRecord routed) throws Exception {
    String pool = routed.getPlan().getSteps().get(routed.getStep()).getPool();
    Topic<RoutedRecord> topic = Topics.routed(pool);
    byte[] bytes = kafka.serdes().serializer(topic).serialize(topic.name(), routed);
    long longAgo = System.currentTimeMillis() - 10_000;
    String id = routed.getRequest().getRequestId();
    producer.send(new ProducerRecord<>(topic.name(), null, longAgo, id, bytes)).get();
  }

  void sendBytes(String topic, String key, byte[] bytes) throws Exception {
    producer.send(new ProducerRecord<>(topic, key, bytes)).get();
  }

  ReplyRecord reply(String requestId) throws InterruptedException {
    await("a reply to " + requestId, () -> replies(requestId).size() > 0);
    return replies(requestId).getFirst();
  }

  List<ReplyRecord> replies(String requestId) {
    return replies.stream().filter(r -> r.getRequestId().equals(requestId)).toList();
  }

  /** What is kept under an id at this moment. */
  Optional<ResponseRecord> kept(String responseId) {
    return all(Topics.RESPONSES).stream()
        .filter(kept -> kept.getResponseId().equals(responseId))
        .reduce((before, after) -> after);
  }

  /** All that a topic holds at this moment. */
  <V extends SpecificRecord> List<V> all(Topic<V> from) {
    Map<String, Object> settings = new HashMap<>(kafka.clients());
    settings.put("enable.auto.commit", "false");
    var values = kafka.serdes().deserializer(from);
    String topic = from.name();
    try (KafkaConsumer<String, byte[]> consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(p -> new TopicPartition(topic, p.partition()))
              .toList();
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      List<V> found = new ArrayList<>();
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
        for (var record : consumer.poll(Duration.ofMillis(50))) {
          V value = values.deserialize(topic, record.value());
          if (value != null) {
            found.add(value);
          }
        }
      }
      return found;
    }
  }

  Terminal terminal(String requestId) throws InterruptedException {
    await("an end of " + requestId, () -> terminals(requestId).size() > 0);
    return terminals(requestId).getFirst();
  }

  List<Terminal> terminals(String requestId) {
    return details(requestId, Terminal.class);
  }

  List<Attempt> attempts(String requestId) {
    return details(requestId, Attempt.class);
  }

  private <D> List<D> details(String requestId, Class<D> type) {
    return events.stream()
        .filter(e -> e.getRequestId().equals(requestId))
        .map(EventRecord::getDetail)
        .filter(type::isInstance)
        .map(type::cast)
        .toList();
  }

  static void await(String what, BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError(what + " did not come within " + PATIENCE);
      }
      Thread.sleep(5);
    }
  }

  private void collect() {
    Map<String, Object> settings = new HashMap<>(kafka.clients());
    settings.put("enable.auto.commit", "false");
    var replyValues = kafka.serdes().deserializer(Topics.replies(DOOR));
    var eventValues = kafka.serdes().deserializer(Topics.OUTCOMES);
    try (KafkaConsumer<String, byte[]> consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions = new ArrayList<>();
      for (String topic : List.of(Topics.replies(DOOR).name(), Topics.OUTCOMES.name())) {
        consumer
            .partitionsFor(topic)
            .forEach(p -> partitions.add(new TopicPartition(topic, p.partition())));
      }
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      while (!closed) {
        consumer
            .poll(Duration.ofMillis(50))
            .forEach(
                r -> {
                  if (r.topic().equals(Topics.OUTCOMES.name())) {
                    events.add(eventValues.deserialize(r.topic(), r.value()));
                  } else {
                    replies.add(replyValues.deserialize(r.topic(), r.value()));
                  }
                });
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    producer.close();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
