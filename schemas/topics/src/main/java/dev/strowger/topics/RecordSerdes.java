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
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Values of topics as Avro in Confluent's wire format: a zero byte, the schema's id in 4 bytes (big
 * endian), the binary encoding. Subjects are named {@code <topic>-value}, except for families of
 * topics (routed, replies), which share one subject for all members.
 */
public final class RecordSerdes {
  private static final byte MAGIC = 0;
  private static final int HEADER = 5;

  private final SchemaRegistry registry;

  public RecordSerdes(SchemaRegistry registry) {
    this.registry = registry;
  }

  public <V extends SpecificRecord> Serde<V> serde(Topic<V> topic) {
    return Serdes.serdeFrom(serializer(topic), deserializer(topic));
  }

  public <V extends SpecificRecord> Serializer<V> serializer(Topic<V> topic) {
    Schema schema = SpecificData.get().getSchema(topic.type());
    SpecificDatumWriter<V> writer = new SpecificDatumWriter<>(schema);
    int[] id = {-1};
    return (name, value) -> {
      if (value == null) {
        return null;
      }
      if (id[0] < 0) {
        id[0] = registry.idOf(subject(topic.name()), schema);
      }
      return encode(id[0], writer, value);
    };
  }

  public <V extends SpecificRecord> Deserializer<V> deserializer(Topic<V> topic) {
    Schema reader = SpecificData.get().getSchema(topic.type());
    Map<Integer, SpecificDatumReader<V>> readers = new ConcurrentHashMap<>();
    return (name, bytes) -> {
      if (bytes == null) {
        return null;
      }
      if (bytes.length < HEADER || bytes[0] != MAGIC) {
        throw new SerializationException(
            "a value of " + name + " is not in Confluent's wire format (zero byte, schema id)");
      }
      int id = ByteBuffer.wrap(bytes).getInt(1);
      return decode(
          readers.computeIfAbsent(id, i -> new SpecificDatumReader<>(registry.byId(i), reader)),
          bytes);
    };
  }

  static String subject(String topic) {
    for (String family : new String[] {"llm.routed", "llm.replies"}) {
      if (topic.startsWith(family + ".")) {
        return family + "-value";
      }
    }
    return topic + "-value";
  }

  private static <V> byte[] encode(int id, SpecificDatumWriter<V> writer, V value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(512);
    out.write(MAGIC);
    out.writeBytes(ByteBuffer.allocate(4).putInt(id).array());
    try {
      BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
      writer.write(value, encoder);
      encoder.flush();
    } catch (IOException | RuntimeException e) {
      throw new SerializationException("cannot encode " + value.getClass().getSimpleName(), e);
    }
    return out.toByteArray();
  }

  private static <V> V decode(SpecificDatumReader<V> reader, byte[] bytes) {
    try {
      BinaryDecoder decoder =
          DecoderFactory.get().binaryDecoder(bytes, HEADER, bytes.length - HEADER, null);
      return reader.read(null, decoder);
    } catch (IOException | RuntimeException e) {
      throw new SerializationException(
          "cannot decode a value of schema " + reader.getSchema().getFullName(), e);
    }
  }
}
