package dev.strowger.topics;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Confluent's wire format: a zero byte, the schema's id in 4 bytes (big endian), Avro's binary
 * encoding. The serializers and deserializers may be used by several threads at once.
 */
final class WireSerdes implements SerdeSource {
  private static final byte MAGIC = 0;
  private static final int HEADER_BYTES = 5;
  private static final int FIRST_BUFFER_BYTES = 1 << 10;

  /** Versions of one schema that a deserializer knows at a time. */
  private static final int MOST_READERS = 100;

  private final SchemaRegistry registry;

  WireSerdes(SchemaRegistry registry) {
    this.registry = registry;
  }

  @Override
  public <V extends SpecificRecord> Serializer<V> serializer(Topic<V> topic) {
    return new Writing<>(registry, topic);
  }

  @Override
  public <V extends SpecificRecord> Deserializer<V> deserializer(Topic<V> topic) {
    return new Reading<>(registry, topic);
  }

  private static final class Writing<V extends SpecificRecord> implements Serializer<V> {
    private static final int UNKNOWN = -1;

    private final SchemaRegistry registry;
    private final String subject;
    private final Schema schema;
    private final SpecificDatumWriter<V> writer;
    private volatile int id = UNKNOWN;

    Writing(SchemaRegistry registry, Topic<V> topic) {
      this.registry = registry;
      this.subject = RecordSerdes.subject(topic.name());
      this.schema = SpecificData.get().getSchema(topic.type());
      this.writer = new SpecificDatumWriter<>(schema);
    }

    @Override
    public byte @Nullable [] serialize(String topic, @Nullable V value) {
      if (value == null) {
        return null;
      }
      if (id == UNKNOWN) {
        id = registry.idOf(subject, schema);
      }
      ByteArrayOutputStream out = new ByteArrayOutputStream(FIRST_BUFFER_BYTES);
      out.write(MAGIC);
      out.write(id >>> 24);
      out.write(id >>> 16);
      out.write(id >>> 8);
      out.write(id);
      try {
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
        writer.write(value, encoder);
        encoder.flush();
      } catch (IOException | RuntimeException e) {
        throw new SerializationException("cannot encode " + schema.getFullName(), e);
      }
      return out.toByteArray();
    }
  }

  private static final class Reading<V extends SpecificRecord> implements Deserializer<V> {
    private final SchemaRegistry registry;
    private final Schema schema;
    private final Map<Integer, SpecificDatumReader<V>> readers = new ConcurrentHashMap<>();

    Reading(SchemaRegistry registry, Topic<V> topic) {
      this.registry = registry;
      this.schema = SpecificData.get().getSchema(topic.type());
    }

    @Override
    public @Nullable V deserialize(String topic, byte @Nullable [] bytes) {
      if (bytes == null) {
        return null;
      }
      if (bytes.length < HEADER_BYTES || bytes[0] != MAGIC) {
        throw new SerializationException(
            "a value of " + topic + " is not in Confluent's wire format (zero byte, schema id)");
      }
      SpecificDatumReader<V> reader = reader(ByteBuffer.wrap(bytes).getInt(1));
      try {
        BinaryDecoder decoder =
            DecoderFactory.get()
                .binaryDecoder(bytes, HEADER_BYTES, bytes.length - HEADER_BYTES, null);
        return reader.read(null, decoder);
      } catch (IOException | RuntimeException e) {
        throw new SerializationException(
            "cannot decode a value of " + topic + " as " + schema.getFullName(), e);
      }
    }

    private SpecificDatumReader<V> reader(int id) {
      SpecificDatumReader<V> known = readers.get(id);
      if (known != null) {
        return known;
      }
      if (readers.size() >= MOST_READERS) {
        readers.clear();
      }
      return readers.computeIfAbsent(id, i -> new SpecificDatumReader<>(registry.byId(i), schema));
    }
  }
}
