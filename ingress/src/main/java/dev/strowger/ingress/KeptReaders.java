package dev.strowger.ingress;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads single records of llm.responses, as many at once as there are readers. */
final class KeptReaders implements AutoCloseable {
  /** A place whose record is still there is read in milliseconds. */
  private static final Duration READ = Duration.ofSeconds(3);

  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration CLOSE = Duration.ofSeconds(5);
  private static final int FETCH_BYTES = 64 << 10;

  private final List<Consumer<String, byte[]>> all;
  private final BlockingQueue<Consumer<String, byte[]>> idle;

  KeptReaders(Map<String, Object> clients, int count) {
    this.all = Stream.generate(() -> consumer(clients)).limit(count).toList();
    this.idle = new ArrayBlockingQueue<>(count, false, all);
  }

  private static Consumer<String, byte[]> consumer(Map<String, Object> clients) {
    Map<String, Object> settings = new HashMap<>(clients);
    settings.put("enable.auto.commit", "false");
    settings.put("allow.auto.create.topics", "false");
    // A place that retention has deleted is to be known as such, not read elsewhere.
    settings.put("auto.offset.reset", "none");
    // One record is wanted; the broker gives a larger one whole all the same.
    settings.put("max.poll.records", "1");
    settings.put("max.partition.fetch.bytes", Integer.toString(FETCH_BYTES));
    return new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
  }

  /**
   * The value of a record.
   *
   * @return empty if it is not there any more
   * @throws IOException if the log does not answer in time
   */
  Optional<byte[]> read(String id, KeptIndex.Place place) throws IOException, InterruptedException {
    Consumer<String, byte[]> reader = idle.poll(READ.toMillis(), TimeUnit.MILLISECONDS);
    if (reader == null) {
      throw new IOException("no reader of kept responses was free within " + READ);
    }
    try {
      return read(reader, id, place);
    } catch (OffsetOutOfRangeException e) {
      return Optional.empty();
    } catch (KafkaException e) {
      throw new IOException("a kept response could not be read", e);
    } finally {
      idle.add(reader);
    }
  }

  private static Optional<byte[]> read(
      Consumer<String, byte[]> reader, String id, KeptIndex.Place place) throws IOException {
    reader.assign(List.of(place.partition()));
    reader.seek(place.partition(), place.offset());
    long end = System.nanoTime() + READ.toNanos();
    while (System.nanoTime() < end) {
      for (ConsumerRecord<String, byte[]> record : reader.poll(POLL)) {
        // A place that was compacted away: the next record is another's, or stands elsewhere.
        return record.offset() == place.offset() && id.equals(record.key())
            ? Optional.ofNullable(record.value())
            : Optional.empty();
      }
      if (reader.position(place.partition()) > place.offset()) {
        return Optional.empty();
      }
    }
    throw new IOException("the log did not give a kept response within " + READ);
  }

  @Override
  public void close() {
    all.forEach(Consumer::wakeup);
    try {
      for (int closed = 0; closed < all.size(); closed++) {
        Consumer<String, byte[]> reader = idle.poll(CLOSE.toMillis(), TimeUnit.MILLISECONDS);
        if (reader == null) {
          return;
        }
        reader.close();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
