package dev.strowger.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.broker.EmbeddedBroker;
import dev.strowger.records.CredentialRecord;
import dev.strowger.records.HealthState;
import dev.strowger.records.PolicyRecord;
import dev.strowger.records.ProviderHealth;
import dev.strowger.topics.InMemorySchemaRegistry;
import dev.strowger.topics.KafkaAccess;
import dev.strowger.topics.Topic;
import dev.strowger.topics.Topics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The console over a real broker, with real manifests and the real policy compiler. */
class ConsoleIT {
  private static EmbeddedBroker broker;
  private static KafkaAccess kafka;

  @TempDir private Path directory;

  @BeforeAll
  static void startBroker() throws Exception {
    broker = EmbeddedBroker.startTemporary();
    kafka = KafkaAccess.plain(broker.bootstrapServers(), new InMemorySchemaRegistry());
  }

  @AfterAll
  static void stopBroker() {
    broker.close();
  }

  @BeforeEach
  void writeManifests() throws Exception {
    TestManifests.write(directory, TestManifests.sound("start"));
  }

  @Test
  void startReturnsOnceThePolicyAndTheDemoKeyStandInTheLog() throws Exception {
    try (TestConsole console = TestConsole.start(kafka, directory, "openai")) {
      String version = active(console);

      PolicyRecord published = inLog(Topics.POLICIES, "active").orElseThrow();
      assertThat(published.getVersion()).isEqualTo(version);
      assertThat(inLog(Topics.POLICIES, "version/" + version)).contains(published);
      assertThat(published.getProviders())
          .extracting(p -> p.getName() + " " + p.getSimulated())
          .containsExactly("openai true", "anthropic false");
      Path file = directory.resolve("demo.key");
      String key = Files.readString(file).strip();
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
      assertThat(key).startsWith("sk-strowger-").hasSizeGreaterThan(50);
      CredentialRecord demo = inLog(Topics.CREDENTIALS, Secrets.sha256(key)).orElseThrow();
      assertThat(demo.getTenant()).isEqualTo("demo");
      assertThat(demo.toString()).doesNotContain(key);
    }
  }

  @Test
  void aSecondStartKeepsTheDemoKeyAndPublishesNothingAnew() throws Exception {
    final Instant publishedAt;
    final String key;
    try (TestConsole console = TestConsole.start(kafka, directory)) {
      publishedAt = inLog(Topics.POLICIES, "active").orElseThrow().getPublishedAt();
      key = Files.readString(directory.resolve("demo.key"));
      assertThat(active(console)).isNotEmpty();
    }

    try (TestConsole again = TestConsole.start(kafka, directory)) {
      assertThat(active(again)).isNotEmpty();
      assertThat(inLog(Topics.POLICIES, "active").orElseThrow().getPublishedAt())
          .isEqualTo(publishedAt);
      assertThat(directory.resolve("demo.key")).hasContent(key);
    }
  }

  @Test
  void aDemoKeyFromAnotherLogIsMadeKnown() throws Exception {
    Files.writeString(directory.resolve("demo.key"), "sk-strowger-kept-from-before\n");

    try (TestConsole console = TestConsole.start(kafka, directory)) {
      assertThat(active(console)).isNotEmpty();
      assertThat(inLog(Topics.CREDENTIALS, Secrets.sha256("sk-strowger-kept-from-before")))
          .isPresent();
    }
  }

  @Test
  void whoIsSimulatedIsPublishedAnewWhenItChanges() throws Exception {
    final String version;
    try (TestConsole console = TestConsole.start(kafka, directory)) {
      version = active(console);
    }

    try (TestConsole console = TestConsole.start(kafka, directory, "anthropic")) {
      JsonNode policy = console.get("/admin/policy").body();
      assertThat(policy.get("version").textValue()).isEqualTo(version);
      assertThat(policy.get("providers").get(1).get("simulated").booleanValue()).isTrue();
    }
  }

  @Test
  void savedManifestsComeIntoForceWithoutARestart() throws Exception {
    try (TestConsole console = TestConsole.start(kafka, directory)) {
      String before = active(console);

      TestManifests.write(directory, TestManifests.sound("saved"));

      await(() -> !active(console).equals(before));
      assertThat(console.get("/admin/policy").body().get("served").toString())
          .contains("model-saved");
      JsonNode versions = console.get("/admin/policy/history").body().get("versions");
      assertThat(versions.get(0).get("version").textValue()).isEqualTo(active(console));
      assertThat(versions.get(0).get("active").booleanValue()).isTrue();
      assertThat(versions.toString()).contains(before);
      assertThat(console.get("/admin/policy/history/" + before).body().toString())
          .contains("model-start");
    }
  }

  @Test
  void aBadManifestIsReportedAndNeverReplacesAGoodOne() throws Exception {
    try (TestConsole console = TestConsole.start(kafka, directory)) {
      String before = active(console);

      Files.writeString(directory.resolve("routes.yaml"), TestManifests.unsoundRoutes());

      await(() -> problems(console).size() > 0);
      JsonNode problem = problems(console).get(0);
      assertThat(problem.get("file").textValue()).isEqualTo("routes.yaml");
      assertThat(problem.get("line").intValue()).isEqualTo(6);
      assertThat(problem.get("path").textValue()).isEqualTo("ai_routes[0].targets[0].provider");
      assertThat(active(console)).isEqualTo(before);
      assertThat(metrics(console)).contains("strowger_manifest_problems 1.0");

      TestManifests.write(directory, TestManifests.sound("mended"));

      await(() -> !active(console).equals(before));
      assertThat(problems(console)).isEmpty();
    }
  }

  @Test
  void badManifestsDoNotKeepTheConsoleFromStarting() throws Exception {
    Files.delete(directory.resolve("models.yaml"));

    try (TestConsole console = TestConsole.start(kafka, directory)) {
      assertThat(problems(console).toString()).contains("models.yaml").contains("no such file");
    }
  }

  @Test
  void aPolicyCanBeCheckedAndPutIntoForceOverHttp() throws Exception {
    try (TestConsole console = TestConsole.start(kafka, directory)) {
      Map<String, String> proposal =
          Map.of("routes", TestManifests.routes("put"), "models", TestManifests.MODELS);
      String before = active(console);

      JsonNode checked = console.post("/admin/policy/validate", proposal).body();
      assertThat(checked.get("valid").booleanValue()).isTrue();
      assertThat(checked.get("inForce").booleanValue()).isFalse();
      assertThat(active(console)).isEqualTo(before);

      TestConsole.Answer put = console.put("/admin/policy", proposal);

      assertThat(put.status()).isEqualTo(200);
      assertThat(put.body().get("changed").booleanValue()).isTrue();
      assertThat(active(console)).isEqualTo(checked.get("version").textValue());
      assertThat(console.put("/admin/policy", proposal).body().get("changed").booleanValue())
          .as("the same policy again changes nothing")
          .isFalse();
      assertThat(status(console).at("/manifests/inForce").booleanValue())
          .as("the files say something else now")
          .isFalse();
    }
  }

  @Test
  void anUnsoundPolicyIsRefusedWithEveryProblem() throws Exception {
    try (TestConsole console = TestConsole.start(kafka, directory)) {
      String before = active(console);
      Map<String, String> proposal =
          Map.of("routes", TestManifests.unsoundRoutes(), "models", "modells: []");

      TestConsole.Answer refused = console.put("/admin/policy", proposal);
      JsonNode checked = console.post("/admin/policy/validate", proposal).body();

      assertThat(refused.status()).isEqualTo(422);
      assertThat(refused.body().at("/error/code").textValue()).isEqualTo("invalid_policy");
      assertThat(refused.body().get("problems").toString())
          .contains("routes.yaml")
          .contains("models.yaml");
      assertThat(checked.get("valid").booleanValue()).isFalse();
      assertThat(checked.get("problems")).isEqualTo(refused.body().get("problems"));
      assertThat(active(console)).isEqualTo(before);
    }
  }

  @Test
  void explainsTheDecisionARequestWouldGet() throws Exception {
    try (TestConsole console = TestConsole.start(kafka, directory)) {
      Map<String, String> call = Map.of("model", "model-start", "requestId", "req-1");

      JsonNode first = console.post("/admin/policy/explain", call).body();
      JsonNode again = console.post("/admin/policy/explain", call).body();

      assertThat(first.get("outcome").textValue()).isEqualTo("planned");
      assertThat(first.get("route").textValue()).isEqualTo("route-start");
      assertThat(first.get("steps")).hasSize(2);
      assertThat(again).isEqualTo(first);
      JsonNode unknown = console.post("/admin/policy/explain", Map.of("model", "nope")).body();
      assertThat(unknown.get("outcome").textValue()).isEqualTo("refused");
      assertThat(unknown.get("status").intValue()).isEqualTo(404);
    }
  }

  @Test
  void theHealthOfProvidersIsSeenInTheStatusAndInExplanations() throws Exception {
    try (TestConsole console = TestConsole.start(kafka, directory);
        RecordPublisher workers = new RecordPublisher(kafka)) {
      workers.publish(
          Topics.PROVIDER_HEALTH,
          "anthropic",
          ProviderHealth.newBuilder()
              .setProvider("anthropic")
              .setDialect("anthropic")
              .setState(HealthState.DOWN)
              .setAt(Instant.ofEpochMilli(1_700_000_000_000L))
              .setReason("connection refused")
              .build());

      await(() -> "down".equals(status(console).at("/providers/1/state").textValue()));
      assertThat(status(console).at("/providers/1/reason").textValue())
          .isEqualTo("connection refused");
      JsonNode explained =
          console.post("/admin/policy/explain", Map.of("model", "model-start")).body();
      assertThat(explained.get("unavailable").toString()).isEqualTo("[\"anthropic\"]");
      assertThat(status(console).at("/topics/problems").toString())
          .as("nobody else is there to create the others")
          .contains("llm.requests does not exist")
          .doesNotContain("llm.policies");
    }
  }

  @Test
  void aKeyIsShownOnceAndOnlyItsHashIsKept() throws Exception {
    try (TestConsole console = TestConsole.start(kafka, directory)) {
      TestConsole.Answer made =
          console.post(
              "/admin/credentials",
              Map.of("tenant", "red", "name", "batch jobs", "expiresAt", "2999-01-01T00:00:00Z"));

      assertThat(made.status()).isEqualTo(201);
      String key = made.body().get("key").textValue();
      String id = made.body().get("id").textValue();
      CredentialRecord kept = inLog(Topics.CREDENTIALS, Secrets.sha256(key)).orElseThrow();
      assertThat(kept.getTenant()).isEqualTo("red");
      assertThat(kept.getExpiresAt()).isEqualTo(Instant.parse("2999-01-01T00:00:00Z"));
      String list = console.get("/admin/credentials").body().toString();
      assertThat(list).contains(id).doesNotContain(key).doesNotContain(Secrets.sha256(key));

      TestConsole.Answer revoked = console.delete("/admin/credentials/" + id);

      assertThat(revoked.body().get("revoked").booleanValue()).isTrue();
      assertThat(inLog(Topics.CREDENTIALS, Secrets.sha256(key)).orElseThrow().getRevoked())
          .isTrue();
      assertThat(console.delete("/admin/credentials/cred_none").status()).isEqualTo(404);
    }
  }

  private static String active(TestConsole console) throws Exception {
    return console.get("/admin/policy").body().get("version").textValue();
  }

  private static JsonNode status(TestConsole console) throws Exception {
    return console.get("/admin/status").body();
  }

  private static JsonNode problems(TestConsole console) throws Exception {
    return status(console).at("/manifests/problems");
  }

  private static String metrics(TestConsole console) throws Exception {
    return console.raw(console.request("/metrics").build()).body();
  }

  /** The newest record of a key, read by somebody else than the console. */
  private static <V extends SpecificRecord> Optional<V> inLog(Topic<V> topic, String key)
      throws Exception {
    try (TableView<V> reader = new TableView<>(kafka, topic, 1_000)) {
      reader.awaitCaughtUp(Duration.ofSeconds(10));
      return reader.get(key);
    }
  }

  private static void await(Callable<Boolean> condition) throws Exception {
    long end = System.nanoTime() + Duration.ofSeconds(15).toNanos();
    while (!condition.call()) {
      assertThat(System.nanoTime()).as("this took too long").isLessThan(end);
      Thread.onSpinWait();
    }
  }
}
