package dev.strowger.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.records.PolicyRecord;
import dev.strowger.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Going back to an earlier policy, and what the files on disk may do afterwards. */
class RollbackIT extends LogGround {
  @Test
  void anEarlierPolicyComesIntoForceAgainWithWhatWasLearntThen() throws Exception {
    try (TestConsole console = TestConsole.start(kafka, directory)) {
      put(console, "learnt", Map.of("classifierModel", base64("one")));
      String learnt = active(console);
      put(console, "then", Map.of("classifierModel", base64("two")));

      TestConsole.Answer back =
          console.post(
              "/admin/policy/rollback",
              Map.of("version", learnt.substring(0, 12), "source", "incident 9"));

      assertThat(back.status()).isEqualTo(200);
      assertThat(active(console)).isEqualTo(learnt);
      PolicyRecord now = inLog(Topics.POLICIES, "active").orElseThrow();
      assertThat(now.getSource())
          .isEqualTo("rollback to " + learnt.substring(0, 12) + " (incident 9)");
      assertThat(new String(now.getClassifierModel().array(), StandardCharsets.UTF_8))
          .isEqualTo("one");
      assertThat(now.getRoutesYaml()).isEqualTo(TestManifests.routes("learnt"));
    }
  }

  @Test
  void previousIsTheOneBeforeAndTwiceIsForthAgain() throws Exception {
    try (TestConsole console = TestConsole.start(kafka, directory)) {
      String first = put(console, "first", Map.of());
      String second = put(console, "second", Map.of());

      console.post("/admin/policy/rollback", Map.of("source", "a test"));
      assertThat(active(console)).isEqualTo(first);
      console.post("/admin/policy/rollback", Map.of("version", "previous"));
      assertThat(active(console)).isEqualTo(second);
    }
  }

  @Test
  void filesThatDidNotChangeNeitherUndoARollbackAtOnceNorAtTheNextStart() throws Exception {
    final String old;
    final String fresh;
    try (TestConsole console = TestConsole.start(kafka, directory)) {
      old = active(console);
      TestManifests.write(directory, TestManifests.sound("fresh"));
      await(() -> !active(console).equals(old));
      fresh = active(console);

      console.post("/admin/policy/rollback", Map.of("version", old));

      long looks = System.nanoTime() + 500_000_000L;
      while (System.nanoTime() < looks) {
        assertThat(active(console)).isEqualTo(old);
      }
      assertThat(status(console).at("/manifests/inForce").booleanValue()).isFalse();
    }
    try (TestConsole again = TestConsole.start(kafka, directory)) {
      assertThat(active(again)).isEqualTo(old);
      assertThat(status(again).at("/manifests/version").textValue()).isEqualTo(fresh);

      TestManifests.write(directory, TestManifests.sound("after"));

      await(() -> !active(again).equals(old));
      assertThat(console(again).toString()).contains("model-after");
    }
  }

  @Test
  void filesThatChangedWhileNobodyLookedArePublishedAtTheNextStart() throws Exception {
    final String applied;
    try (TestConsole console = TestConsole.start(kafka, directory)) {
      applied = put(console, "applied", Map.of());
    }
    TestManifests.write(directory, TestManifests.sound("meanwhile"));

    try (TestConsole again = TestConsole.start(kafka, directory)) {
      assertThat(active(again)).isNotEqualTo(applied);
      assertThat(console(again).toString()).contains("model-meanwhile");
    }
  }

  @Test
  void aVersionThatNeverWasCannotBeGoneBackTo() throws Exception {
    try (TestConsole console = TestConsole.start(kafka, directory)) {
      assertThat(console.post("/admin/policy/rollback", Map.of("version", "nope")).status())
          .isEqualTo(404);
    }
  }

  private static JsonNode console(TestConsole console) throws Exception {
    return console.get("/admin/policy").body().get("served");
  }

  private static String put(TestConsole console, String name, Map<String, String> more)
      throws Exception {
    Map<String, Object> body = new HashMap<>(more);
    body.put("routes", TestManifests.routes(name));
    body.put("models", TestManifests.MODELS);
    TestConsole.Answer answer = console.put("/admin/policy", body);
    assertThat(answer.status()).isEqualTo(200);
    return answer.body().get("version").textValue();
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
