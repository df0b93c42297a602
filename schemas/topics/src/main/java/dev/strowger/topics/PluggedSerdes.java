package dev.strowger.topics;

import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * Serializer and deserializer classes of the site's choice, found on the class path by name and
 * configured as a Kafka client would. They are given a family's name in place of the topic's, so
 * that a subject derived from the topic is the one our own codec uses.
 *
 * @param serializer e.g. io.confluent.kafka.serializers.KafkaAvroSerializer
 * @param deserializer e.g. io.confluent.kafka.serializers.KafkaAvroDeserializer
 * @param settings both are configured with
 */
record PluggedSerdes(String serializer, String deserializer, Map<String, Object> settings)
    implements SerdeSource {

  PluggedSerdes {
    settings = Map.copyOf(settings);
  }

  @Override
  @SuppressWarnings("unchecked")
  public <V extends SpecificRecord> Serializer<V> serializer(Topic<V> topic) {
    Serializer<Object> plugged = plug(serializer, Serializer.class);
    plugged.configure(settings, false);
    return new Writing<>(plugged, RecordSerdes.family(topic.name()));
  }

  @Override
  @SuppressWarnings("unchecked")
  public <V extends SpecificRecord> Deserializer<V> deserializer(Topic<V> topic) {
    Deserializer<Object> plugged = plug(deserializer, Deserializer.class);
    plugged.configure(settings, false);
    return new Reading<>(plugged, RecordSerdes.family(topic.name()), topic.type());
  }

  /**
   * @throws IllegalArgumentException if there is no such class or it is of another kind
   */
  private static <T> T plug(String name, Class<T> kind) {
    try {
      return Utils.newInstance(name, kind);
    } catch (ClassNotFoundException | RuntimeException e) {
      throw new IllegalArgumentException(
          name + " cannot be used as a " + kind.getSimpleName() + ": is its jar on the class path?",
          e);
    }
  }

  private record Writing<V>(Serializer<Object> plugged, String family) implements Serializer<V> {
    @Override
    public byte @Nullable [] serialize(String topic, @Nullable V value) {
      return plugged.serialize(family, value);
    }

    @Override
    public byte @Nullable [] serialize(String topic, Headers headers, @Nullable V value) {
      return plugged.serialize(family, headers, value);
    }

    @Override
    public void close() {
      plugged.close();
    }
  }

  private record Reading<V>(Deserializer<Object> plugged, String family, Class<V> type)
      implements Deserializer<V> {
    @Override
    public @Nullable V deserialize(String topic, byte @Nullable [] bytes) {
      return type.cast(plugged.deserialize(family, bytes));
    }

    @Override
    public @Nullable V deserialize(String topic, Headers headers, byte @Nullable [] bytes) {
      return type.cast(plugged.deserialize(family, headers, bytes));
    }

    @Override
    public void close() {
      plugged.close();
    }
  }
}
