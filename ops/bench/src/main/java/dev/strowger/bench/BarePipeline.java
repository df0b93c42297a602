package dev.strowger.bench;

import dev.strowger.broker.EmbeddedBroker;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaStreams;

/**
 * The least a request through Kafka can cost: produce, a topology that only forwards, a worker that
 * only answers, and back to the caller. Three topics, an embedded broker, acks=all, 1 KiB values.
 */
final class BarePipeline implements Target, AutoCloseable {
  static final String REQUESTS = "bench.requests";
  static final String ROUTED = "bench.routed";
  private static final String REPLIES = "bench.replies";
  private static final int PARTITIONS = 6;
  private static final int VALUE_BYTES = 1_024;
  private static final Duration LONGEST_START = Duration.ofSeconds(60);

  private final Directory directory;
  private final EmbeddedBroker broker;
  private final KafkaStreams streams;
  private final PollLoop worker;
  private final PollLoop caller;
  private final KafkaProducer<byte[], byte[]> requests;
  private final KafkaProducer<byte[], byte[]> replies;
  private final AtomicLong numbers = new AtomicLong();

  /** Bounded by {@link OpenLoop#MOST_OPEN}. */
  private final Map<Long, Waiting> waiting = new ConcurrentHashMap<>();

  private static final class Waiting {
    final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    volatile long atWorkerNanos;
  }

  private BarePipeline(Directory directory, EmbeddedBroker broker) {
    this.directory = directory;
    this.broker = broker;
    this.streams =
        ForwardingTopology.streams(broker.bootstrapServers(), directory.path().resolve("state"));
    this.requests = producer();
    this.replies = producer();
    KafkaConsumer<byte[], byte[]> routed = consumer(Map.of("group.id", "bench-worker"));
    routed.subscribe(List.of(ROUTED));
    this.worker = new PollLoop("bench-worker", routed, this::atWorker);
    KafkaConsumer<byte[], byte[]> answers = consumer(Map.of());
    answers.assign(List.of(new TopicPartition(REPLIES, 0)));
    this.caller = new PollLoop("bench-caller", answers, this::atCaller);
  }

  /** Returns once a request goes all the way. */
  static BarePipeline start() throws Exception {
    Directory directory = new Directory(Files.createTempDirectory("strowger-bench-bare"));
    EmbeddedBroker broker =
        EmbeddedBroker.start(
            new EmbeddedBroker.Config(directory.path().resolve("broker"), 0, 36 << 20));
    createTopics(broker);
    BarePipeline pipeline = new BarePipeline(directory, broker);
    pipeline.run();
    return pipeline;
  }

  private static void createTopics(EmbeddedBroker broker) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      admin
          .createTopics(
              List.of(
                  new NewTopic(REQUESTS, Optional.of(PARTITIONS), Optional.empty()),
                  new NewTopic(ROUTED, Optional.of(PARTITIONS), Optional.empty()),
                  new NewTopic(REPLIES, Optional.of(1), Optional.empty())))
          .all()
          .get(LONGEST_START.toSeconds(), TimeUnit.SECONDS);
    }
  }

  private void run() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    streams.setStateListener(
        (now, _) -> {
          if (now == KafkaStreams.State.RUNNING) {
            running.countDown();
          }
        });
    streams.start();
    worker.start();
    caller.start();
    if (!running.await(LONGEST_START.toSeconds(), TimeUnit.SECONDS)) {
      throw new IllegalStateException("the topology did not run within " + LONGEST_START);
    }
    send().get(LONGEST_START.toSeconds(), TimeUnit.SECONDS);
  }

  private KafkaProducer<byte[], byte[]> producer() {
    Map<String, Object> config =
        Map.of(
            "bootstrap.servers",
            broker.bootstrapServers(),
            "acks",
            "all",
            "enable.idempotence",
            true,
            "linger.ms",
            0);
    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private KafkaConsumer<byte[], byte[]> consumer(Map<String, Object> more) {
    Map<String, Object> config = new HashMap<>(more);
    config.put("bootstrap.servers", broker.bootstrapServers());
    config.put("auto.offset.reset", "earliest");
    return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  @Override
  public CompletableFuture<Outcome> send() {
    long number = numbers.getAndIncrement();
    Waiting entry = new Waiting();
    waiting.put(number, entry);
    byte[] value = new byte[VALUE_BYTES];
    ByteBuffer.wrap(value).putLong(number);
    produce(requests, new ProducerRecord<>(REQUESTS, key(number), value), number);
    return entry.outcome;
  }

  private void produce(
      KafkaProducer<byte[], byte[]> producer, ProducerRecord<byte[], byte[]> record, long number) {
    var _ =
        producer.send(
            record,
            (_, failure) -> {
              Waiting entry = failure == null ? null : waiting.remove(number);
              if (failure != null && entry != null) {
                entry.outcome.complete(Outcome.problem(failure.getClass().getSimpleName()));
              }
            });
  }

  private static byte[] key(long number) {
    return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
  }

  private void atWorker(byte[] key, byte[] value) {
    long number = ByteBuffer.wrap(value).getLong();
    Waiting entry = waiting.get(number);
    if (entry != null) {
      entry.atWorkerNanos = System.nanoTime();
    }
    produce(replies, new ProducerRecord<>(REPLIES, key, value), number);
  }

  private void atCaller(byte[] key, byte[] value) {
    Waiting entry = waiting.remove(ByteBuffer.wrap(value).getLong());
    if (entry != null) {
      entry.outcome.complete(new Outcome("", "bare", entry.atWorkerNanos));
    }
  }

  @Override
  public void close() {
    caller.close();
    worker.close();
    streams.close(Duration.ofSeconds(10));
    requests.close();
    replies.close();
    broker.close();
    directory.close();
  }
}
