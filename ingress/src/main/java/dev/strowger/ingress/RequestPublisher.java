package dev.strowger.ingress;

import dev.strowger.records.CancelRecord;
import dev.strowger.records.RequestRecord;
import dev.strowger.topics.KafkaAccess;
import dev.strowger.topics.Topic;
import dev.strowger.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes requests and cancellations to the log. One thread of its own encodes and sends, because
 * {@code Producer.send} may block on metadata or on a full buffer; the queue before it is bounded.
 */
final class RequestPublisher implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(RequestPublisher.class);

  /** Room in the queue beyond one record for each request in flight. */
  private static final int ROOM_FOR_CANCELLATIONS = 1024;

  private static final int ENVELOPE_BYTES = 1 << 20;
  private static final Duration TROUBLE_SHOWN = Duration.ofSeconds(10);
  private static final Duration CLOSE = Duration.ofSeconds(5);

  private sealed interface Job {
    /**
     * @param durable told whether the log acknowledged it, on some thread
     */
    record Send(ProducerRecord<String, SpecificRecord> record, Consumer<Boolean> durable)
        implements Job {}

    record Stop() implements Job {}
  }

  private final Producer<String, SpecificRecord> producer;
  private final Clock clock;
  private final DoorMeters meters;
  private final BlockingQueue<Job> queue;
  private final Thread thread;
  private volatile long troubleAtNanos;
  private volatile boolean trouble;

  private RequestPublisher(
      Producer<String, SpecificRecord> producer,
      IngressConfig.Bounds bounds,
      Clock clock,
      DoorMeters meters) {
    this.producer = producer;
    this.clock = clock;
    this.meters = meters;
    this.queue = new ArrayBlockingQueue<>(bounds.maxInFlight() + ROOM_FOR_CANCELLATIONS);
    this.thread = Thread.ofPlatform().daemon().name("ingress-publisher").unstarted(this::run);
  }

  /** Starts once the topics' metadata is known, so that the first request does not wait for it. */
  static RequestPublisher start(IngressConfig config, Clock clock, DoorMeters meters) {
    KafkaProducer<String, SpecificRecord> producer =
        new KafkaProducer<>(settings(config), new StringSerializer(), values(config.kafka()));
    try {
      producer.partitionsFor(Topics.REQUESTS.name());
      producer.partitionsFor(Topics.CANCELLATIONS.name());
    } catch (RuntimeException e) {
      producer.close(Duration.ZERO);
      throw e;
    }
    RequestPublisher publisher = new RequestPublisher(producer, config.bounds(), clock, meters);
    publisher.thread.start();
    return publisher;
  }

  private static Map<String, Object> settings(IngressConfig config) {
    int largest = config.bounds().maxBodyBytes() + ENVELOPE_BYTES;
    int publishMs = Math.toIntExact(config.times().publish().toMillis());
    Map<String, Object> settings = new HashMap<>(config.kafka().clients());
    settings.put("acks", "all");
    settings.put("enable.idempotence", "true");
    settings.put("linger.ms", "0");
    settings.put("delivery.timeout.ms", Integer.toString(publishMs));
    settings.put("request.timeout.ms", Integer.toString(Math.max(1, publishMs / 2)));
    settings.put("max.block.ms", Integer.toString(publishMs));
    settings.put("max.request.size", Integer.toString(largest));
    settings.put("buffer.memory", Long.toString(Math.max(64L << 20, 2L * largest)));
    return settings;
  }

  private static Serializer<SpecificRecord> values(KafkaAccess kafka) {
    Serializer<RequestRecord> requests = kafka.serdes().serializer(Topics.REQUESTS);
    Serializer<CancelRecord> cancellations = kafka.serdes().serializer(Topics.CANCELLATIONS);
    return (topic, value) ->
        switch (value) {
          case null -> null;
          case RequestRecord request -> requests.serialize(topic, request);
          case CancelRecord cancel -> cancellations.serialize(topic, cancel);
          default -> throw new IllegalArgumentException("no topic for " + value.getClass());
        };
  }

  /**
   * Queues a request.
   *
   * @param durable told once whether the log acknowledged it; on a thread of Kafka's or ours
   * @return false if the queue is full; then nobody is told
   */
  boolean publish(RequestRecord request, String traceParent, Consumer<Boolean> durable) {
    ProducerRecord<String, SpecificRecord> record =
        record(Topics.REQUESTS, request.getTenant(), request);
    record.headers().add(TraceParent.HEADER, traceParent.getBytes(StandardCharsets.US_ASCII));
    return queue.offer(new Job.Send(record, durable));
  }

  /**
   * Deletes a kept answer.
   *
   * @param durable as in {@link #publish}
   * @return false if the queue is full; then nobody is told
   */
  boolean forget(String responseId, Consumer<Boolean> durable) {
    return queue.offer(
        new Job.Send(new ProducerRecord<>(Topics.RESPONSES.name(), responseId, null), durable));
  }

  /** Tells the pipeline that nobody waits any more; best effort. */
  void cancel(String requestId, Cancellation reason) {
    CancelRecord cancel = new CancelRecord(requestId, reason.label(), clock.instant(), -1);
    meters.cancelled(reason);
    if (!queue.offer(
        new Job.Send(record(Topics.CANCELLATIONS, requestId, cancel), acknowledged -> {}))) {
      meters.publishFailed();
    }
  }

  /** Empty when the log takes requests, as far as is known. */
  Optional<String> problem() {
    if (!thread.isAlive()) {
      return Optional.of("the publisher has stopped");
    }
    return trouble && System.nanoTime() - troubleAtNanos < TROUBLE_SHOWN.toNanos()
        ? Optional.of("the log did not take the last request")
        : Optional.empty();
  }

  private static <V extends SpecificRecord> ProducerRecord<String, SpecificRecord> record(
      Topic<V> topic, String key, V value) {
    return new ProducerRecord<>(topic.name(), key, value);
  }

  private void run() {
    try {
      while (true) {
        switch (queue.take()) {
          case Job.Send send -> send(send);
          case Job.Stop() -> {
            return;
          }
        }
      }
    } catch (InterruptedException | InterruptException e) {
      log.atDebug().log("publisher interrupted");
    }
  }

  private void send(Job.Send job) {
    try {
      // Its callback says all its future would.
      Future<?> _ = producer.send(job.record(), (metadata, failure) -> sent(job, failure));
    } catch (InterruptException e) {
      sent(job, e);
      throw e;
    } catch (RuntimeException e) {
      sent(job, e);
    }
  }

  private void sent(Job.Send job, @Nullable Exception failure) {
    if (failure != null) {
      troubleAtNanos = System.nanoTime();
      meters.publishFailed();
      log.atWarn()
          .addKeyValue("topic", job.record().topic())
          .addKeyValue("cause", failure.toString())
          .log("record was not acknowledged");
    }
    trouble = failure != null;
    job.durable().accept(failure == null);
  }

  @Override
  public void close() {
    try {
      if (!queue.offer(new Job.Stop(), CLOSE.toMillis(), TimeUnit.MILLISECONDS)
          || !thread.join(CLOSE)) {
        thread.interrupt();
      }
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
    }
    producer.close(CLOSE);
  }
}
