package dev.strowger.ingress;

import dev.strowger.records.ResponseRecord;
import dev.strowger.topics.CompactedTable;
import dev.strowger.topics.Topics;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * The answers of the Responses API, by their own ids, and of requests with an Idempotency-Key, by
 * the requests' ids, that stand on llm.responses. Their places are followed and kept in memory; the
 * answers themselves are read from the log when they are asked for.
 */
final class KeptResponses implements AutoCloseable {
  /** Readiness waits no longer than this for all places to be known. */
  static final Duration CATCH_UP = Duration.ofMinutes(2);

  private static final String REQUEST = "req_";

  private final KeptIndex index;
  private final KeptIndex answers;
  private final Deserializer<ResponseRecord> values;
  private final KeptReaders readers;
  private final CompactedTable<ResponseRecord> table;
  private final long startedNanos = System.nanoTime();

  private KeptResponses(IngressConfig config, int readersAtOnce) {
    this.index = new KeptIndex(config.bounds().maxKeptResponses());
    this.answers = new KeptIndex(config.bounds().maxKeptResponses());
    this.values = config.kafka().serdes().deserializer(Topics.RESPONSES);
    this.readers = new KeptReaders(config.kafka().clients(), readersAtOnce);
    this.table =
        CompactedTable.followRecords(
            config.kafka().clients(), config.kafka().serdes(), Topics.RESPONSES, this::changed);
  }

  /**
   * @param readersAtOnce answers that can be read at the same time
   */
  static KeptResponses follow(IngressConfig config, int readersAtOnce) {
    return new KeptResponses(config, readersAtOnce);
  }

  private void changed(ConsumerRecord<String, byte[]> record, @Nullable ResponseRecord kept) {
    if (kept == null) {
      of(record.key()).remove(record.key());
    } else {
      of(record.key())
          .put(
              record.key(),
              kept.getTenant(),
              new KeptIndex.Place(
                  new TopicPartition(record.topic(), record.partition()),
                  record.offset(),
                  record.serializedValueSize()));
    }
  }

  /** Answers to requests with an Idempotency-Key do not drive out those of the Responses API. */
  private KeptIndex of(String id) {
    return id.startsWith(REQUEST) ? answers : index;
  }

  /** Whether what is not found is not there: all that stood in the log at the start was seen. */
  boolean complete() {
    return table.isCaughtUp();
  }

  /** For readiness; a door that takes long to catch up serves everything else meanwhile. */
  Optional<String> problem() {
    return complete() || System.nanoTime() - startedNanos > CATCH_UP.toNanos()
        ? Optional.empty()
        : Optional.of("the places of kept responses are being read");
  }

  /** Empty also if it is another tenant's. */
  Optional<KeptIndex.Place> place(String id, String tenant) {
    return of(id).find(id, tenant);
  }

  /**
   * Reads an answer; blocks for milliseconds, at most seconds.
   *
   * @return empty if it is there no more
   * @throws IOException if the log or the registry does not answer
   */
  Optional<ResponseRecord> read(String id, String tenant, KeptIndex.Place place)
      throws IOException, InterruptedException {
    Optional<byte[]> bytes = readers.read(id, place);
    if (bytes.isEmpty()) {
      of(id).gone(id, place);
    }
    try {
      return bytes
          .map(value -> values.deserialize(Topics.RESPONSES.name(), value))
          .filter(kept -> kept.getTenant().equals(tenant));
    } catch (SerializationException e) {
      throw new IOException("a kept response could not be decoded", e);
    }
  }

  /** It was deleted through this door: nobody finds it any more. */
  void forget(String id) {
    of(id).remove(id);
  }

  @Override
  public void close() {
    table.close();
    readers.close();
  }
}
