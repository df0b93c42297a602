package dev.strowger.topics;

import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;

/** Who writes and reads the values: our own codec, or classes a site plugs in. */
sealed interface SerdeSource permits WireSerdes, PluggedSerdes {
  <V extends SpecificRecord> Serializer<V> serializer(Topic<V> topic);

  <V extends SpecificRecord> Deserializer<V> deserializer(Topic<V> topic);
}
