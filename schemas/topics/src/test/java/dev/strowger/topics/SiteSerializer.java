package dev.strowger.topics;

import java.util.Map;
import java.util.Objects;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericContainer;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.specific.SpecificData;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/** Keeps the contract of the serializers sites plug in: any Avro value, subject by topic name. */
public final class SiteSerializer implements Serializer<Object> {
  private @Nullable SchemaRegistry registry;

  @Override
  public void configure(Map<String, ?> settings, boolean isKey) {
    registry = SiteDeserializer.registry(settings);
  }

  @Override
  public byte @Nullable [] serialize(String topic, @Nullable Object value) {
    if (value == null) {
      return null;
    }
    Schema schema = ((GenericContainer) value).getSchema();
    int id = Objects.requireNonNull(registry).idOf(topic + "-value", schema);
    var out = new java.io.ByteArrayOutputStream();
    out.write(0);
    out.writeBytes(java.nio.ByteBuffer.allocate(4).putInt(id).array());
    try {
      var encoder = org.apache.avro.io.EncoderFactory.get().directBinaryEncoder(out, null);
      new GenericDatumWriter<Object>(schema, SpecificData.getForClass(value.getClass()))
          .write(value, encoder);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
