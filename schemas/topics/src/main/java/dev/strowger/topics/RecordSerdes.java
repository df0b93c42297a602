package dev.strowger.topics;

import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Values of topics as Avro in Confluent's wire format. Subjects are named {@code <topic>-value},
 * except for families of topics (routed, replies), which share one subject for all members.
 */
public final class RecordSerdes {
  private static final List<String> FAMILIES = List.of("llm.routed", "llm.replies");

  private final SerdeSource source;

  public RecordSerdes(SchemaRegistry registry) {
    this.source = new WireSerdes(registry);
  }

  private RecordSerdes(SerdeSource source) {
    this.source = source;
  }

  /**
   * Serdes made of classes on the class path, such as Confluent's own.
   *
   * @param settings both classes are configured with
   */
  public static RecordSerdes plugged(
      String serializerClass, String deserializerClass, Map<String, Object> settings) {
    return new RecordSerdes(new PluggedSerdes(serializerClass, deserializerClass, settings));
  }

  public <V extends SpecificRecord> Serde<V> serde(Topic<V> topic) {
    return Serdes.serdeFrom(serializer(topic), deserializer(topic));
  }

  public <V extends SpecificRecord> Serializer<V> serializer(Topic<V> topic) {
    return source.serializer(topic);
  }

  public <V extends SpecificRecord> Deserializer<V> deserializer(Topic<V> topic) {
    return source.deserializer(topic);
  }

  static String subject(String topic) {
    return family(topic) + "-value";
  }

  /** What topics with the same contract have in common: the start of their names. */
  static String family(String topic) {
    return FAMILIES.stream().filter(f -> topic.startsWith(f + ".")).findFirst().orElse(topic);
  }
}
