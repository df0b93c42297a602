package dev.strowger.bench;

import java.time.Duration;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.WakeupException;

/** A consumer and the thread that owns it. */
final class PollLoop implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(500);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Handler handler;
  private final Thread thread;

  /** Takes each record, on the loop's thread. */
  interface Handler {
    void accept(byte[] key, byte[] value);
  }

  PollLoop(String name, KafkaConsumer<byte[], byte[]> consumer, Handler handler) {
    this.consumer = consumer;
    this.handler = handler;
    this.thread = Thread.ofPlatform().name(name).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  private void run() {
    try (consumer) {
      while (true) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          handler.accept(record.key(), record.value());
        }
      }
    } catch (WakeupException e) {
      // Closed: the only reason to be woken.
    }
  }

  @Override
  public void close() {
    consumer.wakeup();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
