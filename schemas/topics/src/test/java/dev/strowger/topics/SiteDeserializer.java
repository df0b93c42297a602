package dev.strowger.topics;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/** The other side of {@link SiteSerializer}: finds the class by the name of the writer's schema. */
public final class SiteDeserializer implements Deserializer<Object> {
  private @Nullable SchemaRegistry registry;

  @Override
  public void configure(Map<String, ?> settings, boolean isKey) {
    if (!"true".equals(settings.get("specific.avro.reader"))) {
      throw new IllegalArgumentException("specific.avro.reader is not true");
    }
    registry = registry(settings);
  }

  static SchemaRegistry registry(Map<String, ?> settings) {
    String[] user = String.valueOf(settings.get("basic.auth.user.info")).split(":", 2);
    RegistrySettings plain =
        RegistrySettings.plain(String.valueOf(settings.get("schema.registry.url")));
    return new HttpSchemaRegistry(
        new RegistrySettings(
            plain.urls(),
            Optional.of(new RegistrySettings.Credentials(user[0], user[1])),
            plain.tls(),
            true,
            plain.requestTimeout(),
            1));
  }

  @Override
  public @Nullable Object deserialize(String topic, byte @Nullable [] bytes) {
    if (bytes == null) {
      return null;
    }
    Schema writer = Objects.requireNonNull(registry).byId(ByteBuffer.wrap(bytes).getInt(1));
    try {
      Class<?> type = Class.forName(writer.getFullName());
      Schema reader = SpecificData.get().getSchema(type);
      return new SpecificDatumReader<>(writer, reader, SpecificData.getForClass(type))
          .read(null, DecoderFactory.get().binaryDecoder(bytes, 5, bytes.length - 5, null));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }
}
