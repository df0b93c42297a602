package dev.strowger.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.strowger.records.CancelRecord;
import dev.strowger.records.CredentialRecord;
import dev.strowger.records.RoutedRecord;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;

class RecordSerdesTest {
  private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
  private final RecordSerdes serdes = new RecordSerdes(registry);

  @Test
  void writesAZeroByteTheIdAndAvro() {
    byte[] bytes =
        serdes.serializer(Topics.CANCELLATIONS).serialize("llm.cancellations", Records.cancel());

    // id 1; "r" and "gone" with their lengths, 1 ms since the epoch and step -1, all zigzag
    assertThat(HexFormat.of().formatHex(bytes))
        .isEqualTo("00" + "00000001" + "0272" + "08676f6e65" + "02" + "01");
  }

  @Test
  void readsLiteralBytes() {
    registry.idOf("llm.cancellations-value", CancelRecord.getClassSchema());
    byte[] bytes = HexFormat.of().parseHex("0000000001" + "0272" + "08676f6e65" + "02" + "01");

    CancelRecord read = serdes.deserializer(Topics.CANCELLATIONS).deserialize("t", bytes);

    assertThat(read).isEqualTo(Records.cancel());
  }

  @Test
  void keepsEveryFieldTimestampAndUnionBranch() {
    assertThat(throughBytes(Topics.REQUESTS, Records.request())).isEqualTo(Records.request());
    Topic<RoutedRecord> routed = Topics.routed("openai");
    assertThat(throughBytes(routed, Records.routed())).isEqualTo(Records.routed());
    assertThat(throughBytes(Topics.replies("a"), Records.answer())).isEqualTo(Records.answer());
    assertThat(throughBytes(Topics.replies("a"), Records.failure())).isEqualTo(Records.failure());
    assertThat(throughBytes(Topics.EVENTS, Records.attempt())).isEqualTo(Records.attempt());
    assertThat(throughBytes(Topics.EVENTS, Records.terminal())).isEqualTo(Records.terminal());
    assertThat(throughBytes(Topics.CREDENTIALS, Records.credential("h")))
        .isEqualTo(Records.credential("h"));
  }

  @Test
  void readsARecordOfAnOlderReleaseWithTheDefaultOfAFieldItDidNotHave() throws Exception {
    Schema older =
        only(
            CredentialRecord.getClassSchema(),
            Set.of("credentialId", "tenant", "name", "keyHash", "createdAt"));
    GenericRecord written = new GenericData.Record(older);
    written.put("credentialId", "c");
    written.put("tenant", "t");
    written.put("name", "n");
    written.put("keyHash", "h");
    written.put("createdAt", Records.AT.toEpochMilli());

    CredentialRecord read =
        serdes
            .deserializer(Topics.CREDENTIALS)
            .deserialize("llm.credentials", bytes(registry.idOf("x", older), older, written));

    assertThat(read.getRevoked()).isFalse();
    assertThat(read.getTeam()).isEmpty();
    assertThat(read.getModels()).isEmpty();
    assertThat(read.getLimits()).isNull();
    assertThat(read.getCreatedAt()).isEqualTo(Records.AT);
    assertThat(read.getKeyHash()).isEqualTo("h");
  }

  @Test
  void passesTombstonesThrough() {
    assertThat(serdes.serializer(Topics.CREDENTIALS).serialize("t", null)).isNull();
    assertThat(serdes.deserializer(Topics.CREDENTIALS).deserialize("t", null)).isNull();
  }

  @Test
  void refusesWhatIsNotInTheWireFormat() {
    var deserializer = serdes.deserializer(Topics.CREDENTIALS);

    assertThatThrownBy(() -> deserializer.deserialize("llm.credentials", new byte[] {0, 1}))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("llm.credentials is not in Confluent's wire format");
    assertThatThrownBy(
            () ->
                deserializer.deserialize(
                    "t", "{\"json\":1}".getBytes(java.nio.charset.StandardCharsets.UTF_8)))
        .isInstanceOf(SerializationException.class);
    assertThatThrownBy(() -> deserializer.deserialize("t", new byte[] {0, 0, 0, 0, 99, 1}))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("99");
  }

  @Test
  void refusesARecordCutOffAtAnyByte() {
    byte[] whole = serdes.serializer(Topics.EVENTS).serialize("t", Records.terminal());
    var deserializer = serdes.deserializer(Topics.EVENTS);

    for (int length = 1; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> deserializer.deserialize("t", cut))
          .isInstanceOf(SerializationException.class);
    }
  }

  @Test
  void mayBeSharedByThreads() throws Exception {
    var serde = serdes.serde(Topics.EVENTS);
    Callable<Boolean> work =
        () -> {
          for (int i = 0; i < 1_000; i++) {
            var read =
                serde
                    .deserializer()
                    .deserialize("t", serde.serializer().serialize("t", Records.terminal()));
            if (!Records.terminal().equals(read)) {
              return false;
            }
          }
          return true;
        };
    try (var threads = Executors.newFixedThreadPool(4)) {
      for (var done : threads.invokeAll(List.of(work, work, work, work))) {
        assertThat(done.get()).isTrue();
      }
    }
  }

  @Test
  void sharesOneSubjectAmongTheTopicsOfAFamily() {
    assertThat(RecordSerdes.subject("llm.routed.openai")).isEqualTo("llm.routed-value");
    assertThat(RecordSerdes.subject("llm.replies.in-1")).isEqualTo("llm.replies-value");
    assertThat(RecordSerdes.subject("llm.requests")).isEqualTo("llm.requests-value");
  }

  private <V extends SpecificRecord> V throughBytes(Topic<V> topic, V value) {
    byte[] bytes = serdes.serializer(topic).serialize(topic.name(), value);
    return serdes.deserializer(topic).deserialize(topic.name(), bytes);
  }

  private static Schema only(Schema schema, Set<String> names) {
    List<Schema.Field> fields =
        schema.getFields().stream()
            .filter(f -> names.contains(f.name()))
            .map(f -> new Schema.Field(f, f.schema()))
            .toList();
    return Schema.createRecord(
        schema.getName(), schema.getDoc(), schema.getNamespace(), false, fields);
  }

  private static byte[] bytes(int id, Schema schema, GenericRecord value) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(0);
    out.writeBytes(ByteBuffer.allocate(4).putInt(id).array());
    BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
    new GenericDatumWriter<GenericRecord>(schema).write(value, encoder);
    return out.toByteArray();
  }
}
