package dev.strowger.topics;

import java.time.Duration;
import org.apache.avro.specific.SpecificRecord;

/**
 * The contract of one topic. Keys are UTF-8 strings everywhere.
 *
 * @param name as the broker knows it
 * @param type of the values
 * @param key what the key is
 * @param partitions how many, when this system creates the topic
 * @param retention how records leave it
 * @param carriesBodies whether prompts or answers travel in it: then records may be as large as the
 *     body limit
 */
public record Topic<V extends SpecificRecord>(
    String name,
    Class<V> type,
    Key key,
    int partitions,
    Retention retention,
    boolean carriesBodies) {

  /** What records of a topic are keyed by. */
  public enum Key {
    TENANT,
    REQUEST_ID,
    RESPONSE_ID,
    CREDENTIAL_HASH,
    PROVIDER,
    NAME
  }

  /** How records leave a topic. */
  public sealed interface Retention {
    /** Deleted after a time. */
    record For(Duration time) implements Retention {}

    /** Deleted when the site's time for prompts and answers is over. */
    record Bodies() implements Retention {}

    /** As {@link Bodies}, and only the newest of each key stays: a null value erases it. */
    record KeyedBodies() implements Retention {}

    /** The newest record of each key stays. */
    record Compacted() implements Retention {}

    /** Never. */
    record Forever() implements Retention {}
  }
}
