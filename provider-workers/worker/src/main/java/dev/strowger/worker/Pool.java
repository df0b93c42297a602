package dev.strowger.worker;

import dev.strowger.topics.KafkaAccess;
import dev.strowger.topics.RegistryException;
import dev.strowger.topics.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The requests of one provider. One platform thread owns the consumer; each request has a virtual
 * thread; offsets are committed as far as everything before them is done.
 */
final class Pool implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Pool.class);
  private static final Duration POLL = Duration.ofMillis(100);

  /** While no more requests are taken, room is looked for this often. */
  private static final Duration POLL_FULL = Duration.ofMillis(5);

  private static final Duration RESTART = Duration.ofSeconds(2);
  private static final Duration CLOSE = Duration.ofSeconds(5);

  private final String name;
  private final PoolConsumer settings;
  private final RunningRequests running;
  private final Duration drain;
  private final TimeSource time;
  private final PoolMetrics metrics;
  private final Deserializer<dev.strowger.records.RoutedRecord> values;
  private final Thread thread;
  private volatile boolean closing;
  private volatile long lastPoll;
  private volatile boolean broken;

  /** Requests under way have been waited for as long as they may. */
  private volatile boolean drained;

  Pool(
      String name,
      KafkaAccess kafka,
      PoolConsumer settings,
      RunningRequests running,
      Duration drain,
      TimeSource time,
      PoolMetrics metrics) {
    this.name = name;
    this.settings = settings;
    this.running = running;
    this.drain = drain;
    this.time = time;
    this.metrics = metrics;
    this.values = kafka.serdes().deserializer(Topics.routed(name));
    this.lastPoll = time.ticks();
    this.thread = Thread.ofPlatform().daemon().name("pool-" + name).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** Empty while requests are taken from the log. */
  Optional<String> problem() {
    if (!thread.isAlive()) {
      return Optional.of("the pool " + name + " has stopped");
    }
    if (broken || time.ticks() - lastPoll > Duration.ofSeconds(30).toNanos()) {
      return Optional.of("the pool " + name + " cannot read its topic");
    }
    return Optional.empty();
  }

  private void run() {
    while (!closing) {
      try (KafkaConsumer<String, byte[]> consumer =
          new KafkaConsumer<>(
              settings.settings(), new StringDeserializer(), new ByteArrayDeserializer())) {
        follow(consumer);
      } catch (RuntimeException e) {
        // Kafka's as well as our own: a pool that does not read leaves its requests without answer.
        broken = true;
        log.atError().addKeyValue("provider", name).setCause(e).log("pool cannot read, restarting");
        pause();
      }
    }
  }

  private void follow(KafkaConsumer<String, byte[]> consumer) {
    Offsets offsets = new Offsets(consumer, time);
    consumer.subscribe(List.of(Topics.routed(name).name()), listener(offsets));
    long drainUntil = 0;
    while (true) {
      if (closing && drainUntil == 0) {
        drainUntil = time.ticks() + drain.toNanos();
      }
      if (closing && (running.count() == 0 || time.ticks() >= drainUntil)) {
        break;
      }
      boolean full = closing || running.full();
      pauseOrResume(consumer, full, offsets.full());
      for (ConsumerRecord<String, byte[]> record : consumer.poll(full ? POLL_FULL : POLL)) {
        // A partition that came while stopping: whoever has it next reads these records.
        if (closing || !take(record, offsets, consumer)) {
          break;
        }
      }
      lastPoll = time.ticks();
      broken = false;
      offsets.commit();
    }
    drained = true;
    running.stop();
    offsets.commitNow();
    if (running.count() > 0) {
      log.atWarn()
          .addKeyValue("provider", name)
          .addKeyValue("requests", running.count())
          .log("stopped with requests under way; they will be delivered again");
    }
  }

  private void pauseOrResume(
      KafkaConsumer<?, ?> consumer, boolean full, Set<TopicPartition> fullPartitions) {
    metrics.paused(full);
    metrics.inFlight(running.count());
    Set<TopicPartition> assigned = consumer.assignment();
    List<TopicPartition> rest = new ArrayList<>();
    List<TopicPartition> go = new ArrayList<>();
    for (TopicPartition partition : assigned) {
      (full || fullPartitions.contains(partition) ? rest : go).add(partition);
    }
    consumer.pause(rest);
    consumer.resume(go);
  }

  /** False if the registry cannot be asked now: the records are read again. */
  private boolean take(
      ConsumerRecord<String, byte[]> record, Offsets offsets, KafkaConsumer<?, ?> consumer) {
    Delivery delivery;
    try {
      delivery =
          new Delivery(
              values.deserialize(record.topic(), record.value()),
              record.headers(),
              Instant.ofEpochMilli(record.timestamp()));
    } catch (RegistryException e) {
      if (!e.passing()) {
        running.deadLetter(record, e, offsets.begin(record));
        return true;
      }
      log.atWarn().addKeyValue("provider", name).setCause(e).log("the registry cannot be asked");
      offsets.rewind(consumer);
      pause();
      return false;
    } catch (SerializationException | IllegalArgumentException | NullPointerException e) {
      running.deadLetter(record, e, offsets.begin(record));
      return true;
    }
    running.start(delivery, record.value().length, offsets.begin(record));
    return true;
  }

  private ConsumerRebalanceListener listener(Offsets offsets) {
    return new ConsumerRebalanceListener() {
      @Override
      public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        if (!drained) {
          offsets.settle(partitions);
        }
        offsets.commitNow();
        offsets.drop(partitions);
      }

      @Override
      public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        // A partition's frontier begins with its first record.
      }

      @Override
      public void onPartitionsLost(Collection<TopicPartition> partitions) {
        offsets.drop(partitions);
      }
    };
  }

  private static void pause() {
    try {
      Thread.sleep(RESTART);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Takes no more requests and waits for those under way, up to the drain time. */
  @Override
  public void close() {
    stopTaking();
    try {
      thread.join(drain.plus(CLOSE));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  void stopTaking() {
    closing = true;
  }

  boolean ended() {
    return !thread.isAlive();
  }
}
