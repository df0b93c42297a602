package dev.strowger.chaos;

import dev.strowger.records.Attempt;
import dev.strowger.records.EventRecord;
import dev.strowger.records.PolicyRecord;
import dev.strowger.records.Price;
import dev.strowger.records.RequestRecord;
import dev.strowger.records.Reservation;
import dev.strowger.records.ServedModel;
import dev.strowger.records.Terminal;
import dev.strowger.topics.KafkaAccess;
import dev.strowger.topics.Topic;
import dev.strowger.topics.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * What the log says, committed records only.
 *
 * @param accepted requests by id
 * @param attempts of each request
 * @param terminals of each request
 * @param prices by "provider/model", from the policy in force
 */
record Books(
    Map<String, Accepted> accepted,
    Map<String, List<Attempt>> attempts,
    Map<String, List<Terminal>> terminals,
    Map<String, Price> prices) {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration LONGEST_READ = Duration.ofSeconds(60);

  /**
   * @param key hash of the Idempotency-Key
   */
  record Accepted(String requestId, Optional<String> key, long receivedMs) {}

  static Books read(KafkaAccess kafka) {
    Map<String, Accepted> accepted = new LinkedHashMap<>();
    read(kafka, Topics.REQUESTS, request -> accept(accepted, request));
    Map<String, List<Attempt>> attempts = new HashMap<>();
    Map<String, List<Terminal>> terminals = new HashMap<>();
    Set<String> seen = new HashSet<>();
    read(kafka, Topics.EVENTS, event -> enter(event, seen, attempts, terminals));
    Map<String, Price> prices = new HashMap<>();
    read(kafka, Topics.POLICIES, policy -> price(policy, prices));
    return new Books(accepted, attempts, terminals, prices);
  }

  /** Requests without a terminal event. */
  List<String> open() {
    return accepted.keySet().stream().filter(id -> !terminals.containsKey(id)).toList();
  }

  /** The terminal event of a request, and its attempts, in one line. */
  String story(String requestId) {
    return terminals.getOrDefault(requestId, List.of()).stream()
            .map(t -> t.getOutcome() + " (" + t.getMessage() + ") after " + t.getTotalUs() + " us")
            .toList()
        + " by "
        + attempts.getOrDefault(requestId, List.of()).stream()
            .map(a -> a.getProvider() + " " + a.getResult() + " at " + a.getStartedAt())
            .toList();
  }

  /** When a request ended, since the epoch; never if it did not. */
  long endMs(String requestId) {
    Accepted request = accepted.get(requestId);
    List<Terminal> ends = terminals.getOrDefault(requestId, List.of());
    return request == null || ends.isEmpty()
        ? Long.MAX_VALUE
        : request.receivedMs() + ends.getFirst().getTotalUs() / 1_000;
  }

  /** How much there is, to see whether it becomes more. */
  long events() {
    return attempts.values().stream().mapToLong(List::size).sum()
        + terminals.values().stream().mapToLong(List::size).sum();
  }

  private static void accept(Map<String, Accepted> accepted, RequestRecord request) {
    accepted.put(
        request.getRequestId(),
        new Accepted(
            request.getRequestId(),
            Optional.ofNullable(request.getIdempotencyKey()),
            request.getReceivedAt().toEpochMilli()));
  }

  /** A repeated terminal counts, whatever its id; an attempt is the same if its id is. */
  private static void enter(
      EventRecord event,
      Set<String> seen,
      Map<String, List<Attempt>> attempts,
      Map<String, List<Terminal>> terminals) {
    String id = event.getRequestId();
    switch (event.getDetail()) {
      case Attempt attempt -> {
        if (seen.add(event.getEventId())) {
          attempts.computeIfAbsent(id, _ -> new ArrayList<>()).add(attempt);
        }
      }
      case Terminal terminal -> terminals.computeIfAbsent(id, _ -> new ArrayList<>()).add(terminal);
      case Reservation _ -> {} // What was set aside is not what was used.
      default -> throw new IllegalStateException("an event of an unknown kind");
    }
  }

  private static void price(PolicyRecord policy, Map<String, Price> prices) {
    for (ServedModel model : policy.getServed()) {
      if (model.getPrice() != null && model.getId().contains("/")) {
        prices.put(model.getId(), model.getPrice());
      }
    }
  }

  private static <V extends SpecificRecord> void read(
      KafkaAccess kafka, Topic<V> topic, Consumer<V> each) {
    Map<String, Object> settings = new HashMap<>(kafka.clients());
    settings.put("isolation.level", "read_committed");
    settings.put("max.poll.records", "5000");
    try (var consumer =
        new KafkaConsumer<>(
            settings, new StringDeserializer(), kafka.serdes().deserializer(topic))) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic.name()).stream()
              .map(p -> new TopicPartition(p.topic(), p.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      long until = System.nanoTime() + LONGEST_READ.toNanos();
      while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
        if (System.nanoTime() > until) {
          throw new IllegalStateException(
              topic.name() + " could not be read to its end within " + LONGEST_READ);
        }
        for (ConsumerRecord<String, V> record : consumer.poll(POLL)) {
          if (record.value() != null) {
            each.accept(record.value());
          }
        }
      }
    }
  }
}
