package dev.strowger.worker;

import dev.strowger.records.CancelRecord;
import dev.strowger.records.RoutedRecord;
import dev.strowger.topics.KafkaAccess;
import dev.strowger.topics.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the cancellations of all ingress instances and tells the requests that are under way
 * here. Begins a little in the past, for requests that are delivered again after a restart.
 */
final class Cancellations implements AutoCloseable {
  /** Cancelled requests that may still be waiting in a routed topic. */
  static final int REMEMBERED = 100_000;

  private static final Logger log = LoggerFactory.getLogger(Cancellations.class);
  private static final Duration LOOK_BACK = Duration.ofMinutes(10);
  private static final Duration POLL = Duration.ofMillis(250);
  private static final Duration RETRY = Duration.ofSeconds(1);

  private final KafkaAccess kafka;
  private final TimeSource time;
  private final Deserializer<CancelRecord> values;
  private final CancelledSet cancelled = new CancelledSet(REMEMBERED);
  private final Map<String, List<CancelToken>> underWay = new ConcurrentHashMap<>();
  private final Thread thread;
  private volatile boolean closed;

  private Cancellations(KafkaAccess kafka, TimeSource time) {
    this.kafka = kafka;
    this.time = time;
    this.values = kafka.serdes().deserializer(Topics.CANCELLATIONS);
    this.thread = Thread.ofPlatform().daemon().name("cancellations").unstarted(this::run);
  }

  static Cancellations follow(KafkaAccess kafka, TimeSource time) {
    Cancellations cancellations = new Cancellations(kafka, time);
    cancellations.thread.start();
    return cancellations;
  }

  /** A token that is cancelled when the request is, or was. */
  CancelToken register(Delivery delivery) {
    String requestId = delivery.requestId();
    RoutedRecord routed = delivery.routed();
    CancelToken token = new CancelToken(routed.getStep(), routed.getResume());
    underWay.merge(
        requestId,
        List.of(token),
        (before, one) -> Stream.concat(before.stream(), one.stream()).toList());
    cancelled.exceptStep(requestId).ifPresent(token::cancel);
    return token;
  }

  void release(String requestId, CancelToken token) {
    underWay.computeIfPresent(
        requestId,
        (id, tokens) -> {
          List<CancelToken> left = tokens.stream().filter(other -> other != token).toList();
          return left.isEmpty() ? null : left;
        });
  }

  /** Whether this step of the request began to answer, so that all others were stopped. */
  boolean won(Delivery delivery) {
    OptionalInt except = cancelled.exceptStep(delivery.requestId());
    return except.isPresent() && except.getAsInt() == delivery.routed().getStep();
  }

  /** Empty while cancellations are followed. */
  Optional<String> problem() {
    return thread.isAlive() ? Optional.empty() : Optional.of("cancellations are not followed");
  }

  private void run() {
    while (!closed) {
      try (KafkaConsumer<String, byte[]> consumer = consumer()) {
        follow(consumer);
      } catch (KafkaException e) {
        log.atWarn().setCause(e).log("cancellations cannot be read, trying again");
        pause();
      }
    }
  }

  private void follow(KafkaConsumer<String, byte[]> consumer) {
    Map<TopicPartition, Long> from = new HashMap<>();
    Instant since = time.now().minus(LOOK_BACK);
    consumer
        .partitionsFor(Topics.CANCELLATIONS.name())
        .forEach(p -> from.put(new TopicPartition(p.topic(), p.partition()), since.toEpochMilli()));
    List<TopicPartition> partitions = new ArrayList<>(from.keySet());
    consumer.assign(partitions);
    Map<TopicPartition, OffsetAndTimestamp> starts = consumer.offsetsForTimes(from);
    for (TopicPartition partition : partitions) {
      OffsetAndTimestamp start = starts.get(partition);
      if (start == null) {
        consumer.seekToEnd(List.of(partition));
      } else {
        consumer.seek(partition, start.offset());
      }
    }
    while (!closed) {
      consumer.poll(POLL).forEach(this::apply);
    }
  }

  private void apply(ConsumerRecord<String, byte[]> record) {
    try {
      CancelRecord cancel = values.deserialize(record.topic(), record.value());
      cancelled.add(cancel.getRequestId(), cancel.getExceptStep());
      underWay
          .getOrDefault(cancel.getRequestId(), List.of())
          .forEach(token -> token.cancel(cancel.getExceptStep()));
    } catch (KafkaException e) {
      log.atWarn().addKeyValue("offset", record.offset()).setCause(e).log("record passed over");
    }
  }

  private KafkaConsumer<String, byte[]> consumer() {
    Map<String, Object> settings = new HashMap<>(kafka.clients());
    settings.put("client.id", "strowger-cancellations");
    settings.put("enable.auto.commit", "false");
    settings.put("auto.offset.reset", "latest");
    return new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
  }

  private void pause() {
    try {
      Thread.sleep(RETRY);
    } catch (InterruptedException e) {
      closed = true;
    }
  }

  @Override
  public void close() {
    closed = true;
    try {
      thread.join(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
