package dev.strowger.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.strowger.records.CancelRecord;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.avro.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpSchemaRegistryTest {
  private static final Schema SCHEMA = CancelRecord.getClassSchema();
  private static final String SUBJECT = "llm.cancellations-value";
  private static final String CONFIG = "/config/" + SUBJECT;
  private static final String VERSIONS = "/subjects/" + SUBJECT + "/versions";
  private static final RegistrySettings.Tls NO_TLS =
      new RegistrySettings.Tls(Optional.empty(), Optional.empty());

  private FakeRegistry fake;

  @BeforeEach
  void start() throws Exception {
    fake = FakeRegistry.start();
  }

  @AfterEach
  void stop() {
    fake.close();
  }

  @Test
  void registersOnceAndKeepsTheId() {
    fake.on("PUT " + CONFIG, 200, "{}").on("POST " + VERSIONS, 200, "{\"id\":7}");
    var registry = new HttpSchemaRegistry(RegistrySettings.plain(fake.url()));

    assertThat(registry.idOf(SUBJECT, SCHEMA)).isEqualTo(7);
    assertThat(registry.idOf(SUBJECT, SCHEMA)).isEqualTo(7);

    assertThat(fake.asked()).containsExactly("GET " + CONFIG, "PUT " + CONFIG, "POST " + VERSIONS);
    assertThat(fake.calls.get(1).body()).isEqualTo("{\"compatibility\":\"BACKWARD\"}");
    assertThat(fake.calls.get(2).headers())
        .containsEntry("Content-type", List.of("application/vnd.schemaregistry.v1+json"));
    assertThat(fake.calls.get(2).body())
        .contains("CancelRecord", "timestamp-millis")
        .doesNotContain("avro.java.string");
  }

  @Test
  void leavesTheCompatibilityThatAnOperatorSet() {
    fake.on("GET " + CONFIG, 200, "{\"compatibilityLevel\":\"FULL\"}")
        .on("POST " + VERSIONS, 200, "{\"id\":7}");

    new HttpSchemaRegistry(RegistrySettings.plain(fake.url())).idOf(SUBJECT, SCHEMA);

    assertThat(fake.asked()).containsExactly("GET " + CONFIG, "POST " + VERSIONS);
  }

  @Test
  void asksForASchemaOnce() {
    fake.on("GET /schemas/ids/3", 200, "{\"schema\":\"\\\"string\\\"\"}");
    var registry = new HttpSchemaRegistry(RegistrySettings.plain(fake.url()));

    assertThat(registry.byId(3)).isEqualTo(Schema.create(Schema.Type.STRING));
    assertThat(registry.byId(3)).isEqualTo(Schema.create(Schema.Type.STRING));

    assertThat(fake.calls).hasSize(1);
  }

  @Test
  void triesAgainWhenTheRegistryIsBusyOrBroken() {
    fake.on("GET /schemas/ids/3", 503, "<html>busy</html>")
        .on("GET /schemas/ids/3", 429, "{}")
        .on("GET /schemas/ids/3", 200, "{\"schema\":\"\\\"long\\\"\"}");

    Schema schema = new HttpSchemaRegistry(RegistrySettings.plain(fake.url())).byId(3);

    assertThat(schema).isEqualTo(Schema.create(Schema.Type.LONG));
    assertThat(fake.calls).hasSize(3);
  }

  @Test
  void goesToTheNextUrlWhenOneIsDown() throws Exception {
    fake.on("GET /schemas/ids/3", 200, "{\"schema\":\"\\\"long\\\"\"}");
    int closedPort;
    try (FakeRegistry gone = FakeRegistry.start()) {
      closedPort = gone.port();
    }
    var settings = settings(List.of("http://127.0.0.1:" + closedPort, fake.url() + "/"), true, 2);

    assertThat(new HttpSchemaRegistry(settings).byId(3)).isNotNull();
  }

  @Test
  void saysThatItWasNotReachedAfterTheLastAttempt() {
    fake.on("GET /schemas/ids/3", 500, "{}");
    var registry = new HttpSchemaRegistry(settings(List.of(fake.url()), true, 2));

    assertThatThrownBy(() -> registry.byId(3))
        .isInstanceOfSatisfying(RegistryException.class, e -> assertThat(e.passing()).isTrue())
        .hasMessageContaining("2 attempts")
        .hasMessageContaining("STROWGER_REGISTRY_URL");
    assertThat(fake.calls).hasSize(2);
  }

  @Test
  void saysWhatToDoAboutAnIncompatibleSchema() {
    fake.on("GET " + CONFIG, 200, "{}")
        .on("POST " + VERSIONS, 409, "{\"error_code\":409,\"message\":\"field at is missing\"}");
    var registry = new HttpSchemaRegistry(RegistrySettings.plain(fake.url()));

    assertThatThrownBy(() -> registry.idOf(SUBJECT, SCHEMA))
        .isInstanceOfSatisfying(RegistryException.class, e -> assertThat(e.passing()).isFalse())
        .hasMessageContaining(SUBJECT)
        .hasMessageContaining("field at is missing")
        .hasMessageContaining("give each new field a default");
    assertThat(fake.calls).as("asking again would not help").hasSize(2);
  }

  @Test
  void onlyLooksUpWhereItMayNotRegister() {
    fake.on("POST /subjects/" + SUBJECT, 200, "{\"id\":4,\"version\":1}");
    var registry = new HttpSchemaRegistry(settings(List.of(fake.url()), false, 2));

    assertThat(registry.idOf(SUBJECT, SCHEMA)).isEqualTo(4);

    assertThat(fake.asked()).containsExactly("POST /subjects/" + SUBJECT);
  }

  @Test
  void sendsItsCredentialsAndShowsThemToNobody() {
    fake.on("GET /schemas/ids/3", 401, "{\"error_code\":401,\"message\":\"Unauthorized\"}");
    var credentials = new RegistrySettings.Credentials("user", "s3cret");
    var settings =
        new RegistrySettings(
            List.of(URI.create(fake.url())),
            Optional.of(credentials),
            NO_TLS,
            true,
            Duration.ofSeconds(5),
            1);

    assertThatThrownBy(() -> new HttpSchemaRegistry(settings).byId(3))
        .hasMessageContaining("Unauthorized")
        .hasMessageNotContaining("s3cret");
    assertThat(fake.calls.getFirst().headers())
        .containsEntry("Authorization", List.of("Basic dXNlcjpzM2NyZXQ="));
    assertThat(settings.toString()).doesNotContain("s3cret");
  }

  @Test
  void refusesASchemaOfAnotherKind() {
    fake.on("GET /schemas/ids/3", 200, "{\"schemaType\":\"PROTOBUF\",\"schema\":\"syntax\"}");

    assertThatThrownBy(() -> new HttpSchemaRegistry(RegistrySettings.plain(fake.url())).byId(3))
        .hasMessageContaining("PROTOBUF");
  }

  @Test
  void trustsOnlyTheCertificatesOfItsTruststore(@TempDir Path directory) throws Exception {
    var store = new RegistrySettings.Store(keystore(directory.resolve("server.p12")), "changeit");
    var trusting = new RegistrySettings.Tls(Optional.of(store), Optional.empty());
    HttpsServer server = HttpsServer.create(FakeRegistry.loopback(), 0);
    var identity = new RegistrySettings.Tls(Optional.of(store), Optional.of(store));
    server.setHttpsConfigurator(new HttpsConfigurator(TlsContext.of(identity).orElseThrow()));
    try (FakeRegistry secure = new FakeRegistry(server)) {
      secure.on("GET /schemas/ids/3", 200, "{\"schema\":\"\\\"long\\\"\"}");
      URI url = URI.create("https://localhost:" + secure.port());

      assertThat(new HttpSchemaRegistry(tls(url, trusting)).byId(3)).isNotNull();
      assertThatThrownBy(() -> new HttpSchemaRegistry(tls(url, NO_TLS)).byId(3))
          .isInstanceOf(RegistryException.class);
    }
  }

  private static RegistrySettings tls(URI url, RegistrySettings.Tls tls) {
    return new RegistrySettings(
        List.of(url), Optional.empty(), tls, true, Duration.ofSeconds(5), 1);
  }

  private static RegistrySettings settings(List<String> urls, boolean registers, int attempts) {
    return new RegistrySettings(
        urls.stream().map(URI::create).toList(),
        Optional.empty(),
        NO_TLS,
        registers,
        Duration.ofSeconds(5),
        attempts);
  }

  private static Path keystore(Path file) throws Exception {
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-alias",
                "server",
                "-dname",
                "CN=localhost",
                "-ext",
                "SAN=dns:localhost",
                "-storepass",
                "changeit",
                "-keystore",
                file.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return file;
  }
}
