package dev.strowger.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaSettingsTest {
  private final List<String> problems = new ArrayList<>();
  @TempDir Path directory;

  @Test
  void usesTheLocalPartsByDefault() {
    KafkaAccess access = from(Map.of());

    assertThat(problems).isEmpty();
    assertThat(access.clients()).isEqualTo(Map.of("bootstrap.servers", "127.0.0.1:19092"));
    assertThat(access.bodyRetention()).isEqualTo(Duration.ofHours(24));
    assertThat(KafkaSettings.REGISTRY).isEqualTo("http://127.0.0.1:18081/apis/ccompat/v7");
  }

  @Test
  void takesAnyClientPropertyFromAFile() throws Exception {
    Path file = directory.resolve("client.properties");
    Files.writeString(file, "security.protocol=SASL_SSL\nbootstrap.servers=other:1\n");

    KafkaAccess access =
        from(
            Map.of(
                "STROWGER_KAFKA_PROPERTIES", file.toString(),
                "STROWGER_KAFKA_BOOTSTRAP", "a:9092,b:9092",
                "STROWGER_BODY_RETENTION", "30m"));

    assertThat(problems).isEmpty();
    assertThat(access.clients())
        .isEqualTo(Map.of("security.protocol", "SASL_SSL", "bootstrap.servers", "a:9092,b:9092"));
    assertThat(access.bodyRetention()).isEqualTo(Duration.ofMinutes(30));
  }

  @Test
  void aUserMeansTlsUnlessAnotherProtocolIsAskedFor() {
    Map<String, String> user =
        Map.of("STROWGER_KAFKA_SASL_USER", "u", "STROWGER_KAFKA_SASL_PASSWORD", "p");

    assertThat(from(user).clients())
        .containsEntry("security.protocol", "SASL_SSL")
        .containsEntry("sasl.mechanism", "SCRAM-SHA-512")
        .containsEntry(
            "sasl.jaas.config",
            "org.apache.kafka.common.security.scram.ScramLoginModule required"
                + " username=\"u\" password=\"p\";");
    Map<String, String> inside = new java.util.HashMap<>(user);
    inside.put("STROWGER_KAFKA_SECURITY_PROTOCOL", "SASL_PLAINTEXT");
    assertThat(from(inside).clients()).containsEntry("security.protocol", "SASL_PLAINTEXT");
    assertThat(problems).isEmpty();
  }

  @Test
  void reportsEveryProblemOfSecurity() {
    from(
        Map.of(
            "STROWGER_KAFKA_SECURITY_PROTOCOL",
            "TLS",
            "STROWGER_KAFKA_TLS_CA",
            directory.resolve("none.pem").toString(),
            "STROWGER_KAFKA_TLS_KEY",
            directory.resolve("none.key").toString(),
            "STROWGER_KAFKA_SASL_USER",
            "u"));

    assertThat(problems)
        .hasSize(4)
        .anyMatch(p -> p.startsWith("STROWGER_KAFKA_SECURITY_PROTOCOL=TLS: expected one of"))
        .anyMatch(p -> p.startsWith("STROWGER_KAFKA_TLS_CA="))
        .anyMatch(p -> p.startsWith("STROWGER_KAFKA_TLS_KEY="))
        .anyMatch(p -> p.startsWith("STROWGER_KAFKA_SASL_USER and"));
  }

  @Test
  void reportsEveryProblem() {
    from(
        Map.of(
            "STROWGER_KAFKA_PROPERTIES", directory.resolve("none").toString(),
            "STROWGER_REGISTRY_URL", "registry:8081",
            "STROWGER_REGISTRY_USER", "u",
            "STROWGER_REGISTRY_TRUSTSTORE", directory.resolve("none.p12").toString(),
            "STROWGER_REGISTRY_REGISTER", "perhaps",
            "STROWGER_SERIALIZER_CLASS", "x.Y",
            "STROWGER_BODY_RETENTION", "soon"));

    assertThat(problems)
        .hasSize(7)
        .anyMatch(p -> p.startsWith("STROWGER_KAFKA_PROPERTIES"))
        .anyMatch(p -> p.startsWith("STROWGER_REGISTRY_URL=registry:8081: expected http://"))
        .anyMatch(p -> p.startsWith("STROWGER_REGISTRY_USER and STROWGER_REGISTRY_PASSWORD"))
        .anyMatch(p -> p.startsWith("STROWGER_REGISTRY_TRUSTSTORE"))
        .anyMatch(p -> p.startsWith("STROWGER_REGISTRY_REGISTER=perhaps"))
        .anyMatch(p -> p.startsWith("STROWGER_SERIALIZER_CLASS and"))
        .anyMatch(p -> p.startsWith("STROWGER_BODY_RETENTION=soon"));
  }

  @Test
  void plugsInTheSitesOwnClasses() throws Exception {
    Path password = Files.writeString(directory.resolve("password"), "s3cret\n");
    String schema = Records.routed().getSchema().toString();
    try (FakeRegistry fake =
        FakeRegistry.start()
            .on("POST /subjects/llm.routed-value/versions", 200, "{\"id\":9}")
            .on(
                "GET /schemas/ids/9",
                200,
                new ObjectMapper().writeValueAsString(Map.of("schema", schema)))) {
      KafkaAccess access =
          from(
              Map.of(
                  "STROWGER_REGISTRY_URL", fake.url(),
                  "STROWGER_REGISTRY_USER", "u",
                  "STROWGER_REGISTRY_PASSWORD_FILE", password.toString(),
                  "STROWGER_SERIALIZER_CLASS", SiteSerializer.class.getName(),
                  "STROWGER_DESERIALIZER_CLASS", SiteDeserializer.class.getName()));
      var serde = access.serdes().serde(Topics.routed("openai"));

      byte[] bytes = serde.serializer().serialize("llm.routed.openai", Records.routed());

      assertThat(problems).isEmpty();
      assertThat(bytes).startsWith(0, 0, 0, 0, 9);
      assertThat(serde.deserializer().deserialize("llm.routed.openai", bytes))
          .isEqualTo(Records.routed());
      assertThat(fake.calls.getFirst().headers())
          .containsEntry("Authorization", List.of("Basic dTpzM2NyZXQ="));
    }
  }

  @Test
  void aSecretIsReadFromItsFileOnlyWhereItIsNotSet() throws Exception {
    Path file = Files.writeString(directory.resolve("secret"), "of the file\n");
    Map<String, String> user =
        Map.of(
            "STROWGER_KAFKA_SASL_USER", "u",
            "STROWGER_KAFKA_SASL_MECHANISM", "PLAIN",
            "STROWGER_KAFKA_SASL_PASSWORD_FILE", file.toString());
    assertThat(from(user).clients().get("sasl.jaas.config")).asString().contains("of the file");

    Map<String, String> both = new java.util.HashMap<>(user);
    both.put("STROWGER_KAFKA_SASL_PASSWORD", "set");

    assertThat(from(both).clients().get("sasl.jaas.config"))
        .asString()
        .contains("\"set\"")
        .doesNotContain("of the file");
    assertThat(problems).isEmpty();
  }

  @Test
  void aFileWithoutASecretIsAProblem() throws Exception {
    Path empty = Files.writeString(directory.resolve("empty"), " \n");
    Map<String, String> settings = new java.util.HashMap<>();
    settings.put("STROWGER_KAFKA_SASL_USER", "u");
    settings.put("STROWGER_KAFKA_SASL_PASSWORD_FILE", empty.toString());
    from(settings);
    settings.put("STROWGER_KAFKA_SASL_PASSWORD_FILE", directory.resolve("none").toString());
    from(settings);

    assertThat(problems)
        .anyMatch(p -> p.endsWith("empty: the file is empty"))
        .anyMatch(p -> p.endsWith("none: the file cannot be read"));
  }

  @Test
  void namesAClassThatIsNotThere() {
    RecordSerdes serdes = RecordSerdes.plugged("not.There", "not.There", Map.of());

    assertThatThrownBy(() -> serdes.serializer(Topics.REQUESTS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not.There cannot be used as a Serializer");
  }

  private KafkaAccess from(Map<String, String> environment) {
    return KafkaSettings.from(name -> Optional.ofNullable(environment.get(name)), problems::add);
  }
}
