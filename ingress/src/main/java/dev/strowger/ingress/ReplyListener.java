package dev.strowger.ingress;

import dev.strowger.records.ReplyRecord;
import dev.strowger.topics.Topic;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads this instance's replies topic from the end it had at the start, on one thread, and hands
 * each reply on. Assigned, not subscribed: there is one partition and one reader, so no group.
 */
final class ReplyListener implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ReplyListener.class);
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final Duration AFTER_TROUBLE = Duration.ofSeconds(1);
  private static final Duration CLOSE = Duration.ofSeconds(5);
  private static final int ENVELOPE_BYTES = 1 << 20;

  private final Consumer<String, byte[]> consumer;
  private final Deserializer<ReplyRecord> values;
  private final java.util.function.Consumer<ReplyRecord> replies;
  private final Thread thread;
  private volatile String trouble = "";
  private volatile boolean closed;

  private ReplyListener(
      Consumer<String, byte[]> consumer,
      Deserializer<ReplyRecord> values,
      java.util.function.Consumer<ReplyRecord> replies) {
    this.consumer = consumer;
    this.values = values;
    this.replies = replies;
    this.thread = Thread.ofPlatform().daemon().name("ingress-replies").unstarted(this::run);
  }

  /**
   * Returns once the place to read from is fixed: no later reply is missed.
   *
   * @param replies called on the listener's thread; must not block
   */
  static ReplyListener start(
      IngressConfig config,
      Topic<ReplyRecord> topic,
      java.util.function.Consumer<ReplyRecord> replies) {
    Map<String, Object> settings = new HashMap<>(config.kafka().clients());
    settings.put("enable.auto.commit", "false");
    settings.put("auto.offset.reset", "latest");
    // Answers are delivered before the router's transaction commits; the ledger settles duplicates.
    settings.put("isolation.level", "read_uncommitted");
    settings.put(
        "max.partition.fetch.bytes",
        Integer.toString(config.bounds().maxBodyBytes() + ENVELOPE_BYTES));
    KafkaConsumer<String, byte[]> consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
    try {
      List<TopicPartition> partition = List.of(new TopicPartition(topic.name(), 0));
      consumer.assign(partition);
      consumer.seekToEnd(partition);
      consumer.position(partition.getFirst());
    } catch (RuntimeException e) {
      consumer.close();
      throw e;
    }
    ReplyListener listener =
        new ReplyListener(consumer, config.kafka().serdes().deserializer(topic), replies);
    listener.thread.start();
    return listener;
  }

  /** Empty when replies arrive, as far as is known. */
  Optional<String> problem() {
    if (!thread.isAlive()) {
      return Optional.of("the replies listener has stopped");
    }
    return trouble.isEmpty() ? Optional.empty() : Optional.of(trouble);
  }

  private void run() {
    try (consumer) {
      while (!closed) {
        poll();
      }
    } catch (WakeupException | InterruptException | InterruptedException e) {
      log.atDebug().log("replies listener closed");
    }
  }

  private void poll() throws InterruptedException {
    try {
      consumer.poll(POLL).forEach(this::dispatch);
      trouble = "";
    } catch (WakeupException | InterruptException e) {
      throw e;
    } catch (RuntimeException e) {
      trouble = "replies cannot be read: " + e.getClass().getSimpleName();
      log.atError().setCause(e).log("replies cannot be read, trying again");
      Thread.sleep(AFTER_TROUBLE);
    }
  }

  private void dispatch(ConsumerRecord<String, byte[]> record) {
    ReplyRecord reply;
    try {
      reply = values.deserialize(record.topic(), record.value());
    } catch (RuntimeException e) {
      // One bad record must not hold up the others; its request ends by its deadline.
      log.atError()
          .addKeyValue("offset", record.offset())
          .addKeyValue("requestId", record.key())
          .setCause(e)
          .log("reply passed over");
      return;
    }
    if (reply != null) {
      replies.accept(reply);
    }
  }

  @Override
  public void close() {
    closed = true;
    consumer.wakeup();
    try {
      thread.join(CLOSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
