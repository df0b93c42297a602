package dev.strowger.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.strowger.records.AuditRecord;
import dev.strowger.records.AuditedRequest;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.junit.jupiter.api.Test;

class CanonicalFormTest {
  @Test
  void writesALinkInTheOneWayThereIs() {
    AuditRecord link = Chain.next("acme", Head.NONE, Trails.AT, Trails.request(1));

    assertThat(new String(Link.line(link), StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"at\":1795168800123,\"entry\":{\"AuditedRequest\":{\"attempts\":1,\"costMicros\":42,"
                + "\"credentialId\":\"key-1\",\"model\":\"gpt-5\",\"operation\":\"chat\","
                + "\"outcome\":\"ANSWERED\",\"path\":[{\"costMicros\":42,\"latencyUs\":12,"
                + "\"model\":\"gpt-5\",\"provider\":\"openai\",\"result\":\"answered\"}],"
                + "\"policyVersion\":\"v1\",\"promptHash\":\"ab\",\"provider\":\"openai\","
                + "\"receivedAt\":1795168800123,\"requestId\":\"req_1\","
                + "\"requestedModel\":\"gpt\",\"route\":\"default\","
                + "\"tags\":{\"a\":\"1\",\"b\":\"2\",\"ü\":\"\\u0001\"},"
                + "\"team\":\"pay\\\"ments\\n\",\"totalUs\":1235,"
                + "\"usage\":{\"inputTokens\":5,\"outputTokens\":7}}},\"hash\":\""
                + link.getHash()
                + "\",\"previous\":\"\",\"sequence\":1,\"tenant\":\"acme\"}");
  }

  /** If this fails, no chain that was written before can be verified any more. */
  @Test
  void theHashOfALinkNeverChanges() {
    assertThat(Chain.next("acme", Head.NONE, Trails.AT, Trails.request(1)).getHash())
        .isEqualTo("2cf5961828ba2613e20540502c7819856b3e0b5b12767df64b66087f8fe412a1");
  }

  @Test
  void theOrderOfAMapDoesNotMatter() {
    Map<String, String> one = new LinkedHashMap<>();
    one.put("x", "1");
    one.put("y", "2");
    Map<String, String> other = new LinkedHashMap<>();
    other.put("y", "2");
    other.put("x", "1");

    assertThat(hash(AuditedRequest.newBuilder(Trails.request(1)).setTags(one).build()))
        .isEqualTo(hash(AuditedRequest.newBuilder(Trails.request(1)).setTags(other).build()));
  }

  private static String hash(AuditedRequest request) {
    return Chain.next("acme", Head.NONE, Trails.AT, request).getHash();
  }

  @Test
  void aFieldAddedLaterWithADefaultChangesNothing() {
    Schema before =
        SchemaBuilder.record("R").fields().requiredString("a").requiredLong("n").endRecord();
    Schema after =
        SchemaBuilder.record("R")
            .fields()
            .name("extra")
            .type()
            .map()
            .values()
            .stringType()
            .mapDefault(Map.of())
            .requiredString("a")
            .name("more")
            .type()
            .stringType()
            .stringDefault("none")
            .requiredLong("n")
            .name("maybe")
            .type()
            .unionOf()
            .nullType()
            .and()
            .longType()
            .endUnion()
            .nullDefault()
            .endRecord();
    GenericData.Record old = new GenericData.Record(before);
    old.put("a", "x");
    old.put("n", 3L);
    GenericData.Record read = new GenericData.Record(after);
    read.put("extra", Map.of());
    read.put("a", "x");
    read.put("more", "none");
    read.put("n", 3L);

    assertThat(CanonicalForm.of(after).json(read)).isEqualTo(CanonicalForm.of(before).json(old));
    read.put("more", "some");
    assertThat(CanonicalForm.of(after).json(read)).isNotEqualTo(CanonicalForm.of(before).json(old));
  }

  @Test
  void numbersWithoutOneTextHaveNoForm() {
    Schema schema = SchemaBuilder.record("R").fields().requiredDouble("d").endRecord();

    assertThatThrownBy(() -> CanonicalForm.of(schema)).isInstanceOf(IllegalArgumentException.class);
  }
}
