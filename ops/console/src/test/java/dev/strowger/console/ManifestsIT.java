package dev.strowger.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.records.CredentialRecord;
import dev.strowger.records.PolicyRecord;
import dev.strowger.topics.Topics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What stands in the log after a start, and after manifests were saved. */
class ManifestsIT extends LogGround {
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
}
