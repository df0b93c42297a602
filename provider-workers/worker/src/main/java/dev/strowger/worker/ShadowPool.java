package dev.strowger.worker;

import dev.strowger.records.ShadowRecord;
import dev.strowger.records.ShadowResult;
import dev.strowger.sealing.SealedException;
import dev.strowger.topics.KafkaAccess;
import dev.strowger.topics.RegistryException;
import dev.strowger.topics.Topics;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Works on the copies of requests for one provider, few at a time. Comes from: llm.shadow, of which
 * every provider's group reads all and takes its own. Goes to: llm.shadow.results. What is under
 * way when the process stops is broken off and called again later.
 */
final class ShadowPool implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ShadowPool.class);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration RESTART = Duration.ofSeconds(2);
  private static final Duration CLOSE = Duration.ofSeconds(5);

  private final String provider;
  private final KafkaAccess kafka;
  private final ShadowTrial trial;
  private final Publisher publisher;
  private final TimeSource time;
  private final int concurrency;
  private final Semaphore turns;
  private final Deserializer<ShadowRecord> values;
  private final Set<CancelToken> running = ConcurrentHashMap.newKeySet();
  private final Thread thread;
  private volatile boolean closing;

  /**
   * @param concurrency copies at once
   */
  ShadowPool(
      String provider,
      KafkaAccess kafka,
      ShadowTrial trial,
      Publisher publisher,
      TimeSource time,
      int concurrency) {
    this.provider = provider;
    this.kafka = kafka;
    this.trial = trial;
    this.publisher = publisher;
    this.time = time;
    this.concurrency = concurrency;
    this.turns = new Semaphore(concurrency);
    this.values = kafka.serdes().deserializer(Topics.SHADOW);
    this.thread = Thread.ofPlatform().daemon().name("shadow-" + provider).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  private Map<String, Object> settings() {
    Map<String, Object> settings = new HashMap<>(kafka.clients());
    settings.put("client.id", "strowger-shadow-" + provider);
    settings.put("group.id", "strowger-shadow-" + provider);
    settings.put("enable.auto.commit", "false");
    settings.put("auto.offset.reset", "earliest");
    settings.put("isolation.level", "read_committed");
    settings.put("max.poll.records", Integer.toString(concurrency));
    return settings;
  }

  private void run() {
    while (!closing) {
      try (KafkaConsumer<String, byte[]> consumer =
          new KafkaConsumer<>(settings(), new StringDeserializer(), new ByteArrayDeserializer())) {
        follow(consumer);
      } catch (KafkaException e) {
        log.atWarn().addKeyValue("provider", provider).setCause(e).log("shadows cannot be read");
        pause();
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void follow(KafkaConsumer<String, byte[]> consumer) throws InterruptedException {
    Offsets offsets = new Offsets(consumer, time);
    consumer.subscribe(List.of(Topics.SHADOW.name()), listener(offsets));
    while (!closing) {
      if (turns.availablePermits() == 0) {
        consumer.pause(consumer.assignment());
      } else {
        consumer.resume(consumer.assignment());
      }
      for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
        if (!take(record, offsets, consumer)) {
          break;
        }
      }
      offsets.commit();
    }
    running.forEach(CancelToken::cancel);
    offsets.commitNow();
  }

  /** False if the registry cannot be asked now: the records are read again. */
  private boolean take(
      ConsumerRecord<String, byte[]> record, Offsets offsets, KafkaConsumer<?, ?> consumer)
      throws InterruptedException {
    ShadowRecord copy;
    try {
      copy = values.deserialize(record.topic(), record.value());
    } catch (RegistryException e) {
      if (e.passing()) {
        offsets.rewind(consumer);
        pause();
        return false;
      }
      return unreadable(record, e, offsets);
    } catch (SerializationException | IllegalArgumentException | NullPointerException e) {
      return unreadable(record, e, offsets);
    }
    Runnable done = offsets.begin(record);
    if (!copy.getStep().getProvider().equals(provider)) {
      done.run();
      return true;
    }
    // At most one poll's records wait here, no longer than the copies before them take.
    turns.acquire();
    Thread.ofVirtual().name("shadow-" + record.key()).start(() -> work(copy, done));
    return true;
  }

  /** A copy is nobody's answer: one that cannot be read is passed over with a word in the log. */
  private boolean unreadable(ConsumerRecord<?, ?> record, Exception why, Offsets offsets) {
    offsets.begin(record).run();
    log.atError()
        .addKeyValue("partition", record.partition())
        .addKeyValue("offset", record.offset())
        .setCause(why)
        .log("a shadow record cannot be used");
    return true;
  }

  private void work(ShadowRecord copy, Runnable done) {
    CancelToken token = new CancelToken(0, false);
    running.add(token);
    try {
      ShadowResult result = trial.run(opened(copy), token);
      if (!closing
          && publisher.surely(List.of(publisher.shadowResult(copy.getRequest(), result)))) {
        done.run();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (SealedException e) {
      // Nobody waits for a copy.
      log.atWarn()
          .addKeyValue("requestId", copy.getRequest().getRequestId())
          .addKeyValue("reason", e.getMessage())
          .log("a shadow cannot be opened");
      done.run();
    } catch (RuntimeException | StackOverflowError e) {
      log.atError()
          .addKeyValue("requestId", copy.getRequest().getRequestId())
          .setCause(e)
          .log("a shadow could not be worked on");
      done.run();
    } finally {
      running.remove(token);
      turns.release();
    }
  }

  private ShadowRecord opened(ShadowRecord copy) {
    return ShadowRecord.newBuilder(copy)
        .setRequest(publisher.bodies().open(copy.getRequest()))
        .build();
  }

  private static ConsumerRebalanceListener listener(Offsets offsets) {
    return new ConsumerRebalanceListener() {
      @Override
      public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        offsets.commitNow();
        offsets.drop(partitions);
      }

      @Override
      public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        offsets.drop(partitions);
      }
    };
  }

  private void pause() {
    try {
      Thread.sleep(RESTART);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closing = true;
    running.forEach(CancelToken::cancel);
    try {
      if (!thread.join(CLOSE)) {
        thread.interrupt();
      }
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
    }
  }
}
