package dev.strowger.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.strowger.broker.EmbeddedBroker;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A broker that wants TLS and a password, reached by nothing but our settings. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class KafkaSecurityIT {
  private static final String PASSWORD = "pa\\ss \"word\"";
  private static final String MODULE =
      "org.apache.kafka.common.security.plain.PlainLoginModule required";

  /** In place of the file. */
  private static final Map<String, String> WRONG =
      Map.of("STROWGER_KAFKA_SASL_PASSWORD", "wrong", "STROWGER_KAFKA_SASL_PASSWORD_FILE", "");

  @TempDir private static Path directory;
  private EmbeddedBroker broker;
  private Path authority;
  private Path passwordFile;

  @BeforeAll
  void start() throws Exception {
    X509Bundle root =
        new CertificateBuilder()
            .subject("CN=authority")
            .setIsCertificateAuthority(true)
            .buildSelfSigned();
    X509Bundle server =
        new CertificateBuilder()
            .subject("CN=broker")
            .addSanIpAddress("127.0.0.1")
            .buildIssuedBy(root);
    authority = Files.writeString(directory.resolve("ca.pem"), root.getCertificatePEM());
    passwordFile = Files.writeString(directory.resolve("password"), PASSWORD + "\n");
    String users =
        MODULE
            + " username=\"broker\" password=\"b\" user_broker=\"b\" user_strowger=\""
            + PASSWORD.replace("\\", "\\\\").replace("\"", "\\\"")
            + "\";";
    broker =
        EmbeddedBroker.startTemporary(
            Map.of(
                "listener.security.protocol.map", "PLAINTEXT:SASL_SSL,CONTROLLER:PLAINTEXT",
                "inter.broker.listener.name", "PLAINTEXT",
                "sasl.enabled.mechanisms", "PLAIN",
                "sasl.mechanism.inter.broker.protocol", "PLAIN",
                "listener.name.plaintext.plain.sasl.jaas.config", users,
                "ssl.keystore.type", "PEM",
                "ssl.keystore.certificate.chain", server.getCertificatePathPEM(),
                "ssl.keystore.key", server.getPrivateKeyPEM(),
                "ssl.truststore.type", "PEM",
                "ssl.truststore.certificates", root.getCertificatePEM()));
  }

  @AfterAll
  void stop() {
    broker.close();
  }

  @Test
  void aUserWhoTrustsTheAuthorityIsLetIn() throws Exception {
    KafkaAccess access = access(Map.of());

    access.topics(1 << 20).ensure(List.of(Topics.POLICIES));

    assertThat(access.clients()).containsEntry("security.protocol", "SASL_SSL");
    assertThat(access.toString()).doesNotContain(PASSWORD);
    try (Admin admin = Admin.create(access.clients())) {
      assertThat(admin.listTopics().names().get(20, TimeUnit.SECONDS))
          .contains(Topics.POLICIES.name());
    }
  }

  @Test
  void aWrongPasswordIsRefused() {
    assertThatThrownBy(() -> topics(access(WRONG)))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(SaslAuthenticationException.class);
  }

  @Test
  void aBrokerOfAnUnknownAuthorityIsNotTalkedTo() {
    assertThatThrownBy(() -> topics(access(Map.of("STROWGER_KAFKA_TLS_CA", ""))))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(SslAuthenticationException.class);
  }

  private static void topics(KafkaAccess access) throws Exception {
    try (Admin admin = Admin.create(access.clients())) {
      admin.listTopics().names().get(20, TimeUnit.SECONDS);
    }
  }

  private KafkaAccess access(Map<String, String> more) {
    Map<String, String> settings = new HashMap<>();
    settings.put("STROWGER_KAFKA_BOOTSTRAP", broker.bootstrapServers());
    settings.put("STROWGER_KAFKA_TLS_CA", authority.toString());
    settings.put("STROWGER_KAFKA_SASL_MECHANISM", "PLAIN");
    settings.put("STROWGER_KAFKA_SASL_USER", "strowger");
    settings.put("STROWGER_KAFKA_SASL_PASSWORD_FILE", passwordFile.toString());
    settings.putAll(more);
    List<String> problems = new ArrayList<>();
    KafkaAccess access =
        KafkaSettings.from(
            name -> Optional.ofNullable(settings.get(name)).filter(s -> !s.isEmpty()),
            problems::add);
    assertThat(problems).isEmpty();
    return access;
  }
}
