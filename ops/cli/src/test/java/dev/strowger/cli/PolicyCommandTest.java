package dev.strowger.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class PolicyCommandTest extends CommandGround {
  @Test
  void validateReadsTheManifestsOfTheInstallation() throws Exception {
    Path config = Files.createDirectories(root.resolve("compose/config"));
    Files.writeString(config.resolve("routes.yaml"), "ai_routes: []");
    Files.writeString(config.resolve("models.yaml"), "models: []");
    server.answer(
        "POST /admin/policy/validate",
        200,
        """
        {"valid":false,"problems":[
          {"file":"routes.yaml","line":1,"column":12,"path":"","message":"no routes"}]}
        """);

    assertThat(run("policy", "validate")).isEqualTo(1);

    assertThat(out.toString()).isEqualTo("routes.yaml:1:12: no routes\n");
    assertThat(server.lastAsked().body())
        .isEqualTo(
            "{\"files\":{\"models.yaml\":\"models: []\",\"routes.yaml\":\"ai_routes: []\"}}");
  }

  @Test
  void applySaysWhetherSomethingChanged() throws Exception {
    Path routes = Files.writeString(root.resolve("r.yaml"), "r");
    Path models = Files.writeString(root.resolve("m.yaml"), "m");
    server.answer("PUT /admin/policy", 200, "{\"version\":\"abc\",\"changed\":true}");

    assertThat(
            run(
                "policy",
                "apply",
                "--routes",
                routes.toString(),
                "--models",
                models.toString(),
                "--source",
                "change 4711"))
        .isZero();

    assertThat(out.toString()).isEqualTo("in force now: version abc\n");
    assertThat(server.lastAsked().body()).contains("\"source\":\"change 4711\"");
  }

  @Test
  void applyShowsEveryProblemOfARefusedPolicy() throws Exception {
    Path any = Files.writeString(root.resolve("any.yaml"), "x");
    server.answer(
        "PUT /admin/policy",
        422,
        """
        {"error":{"message":"bad"},"problems":[
          {"file":"routes.yaml","line":1,"column":1,"path":"a","message":"one"},
          {"file":"models.yaml","line":2,"column":1,"path":"b","message":"two"}]}
        """);

    assertThat(run("policy", "apply", "--routes", any.toString(), "--models", any.toString()))
        .isEqualTo(1);

    assertThat(out.toString()).contains(any + ":1:1 a: one\n" + any + ":2:1 b: two\n");
    assertThat(err.toString()).contains("nothing was changed");
  }

  @Test
  void explainShowsTheOrderAndTheReasons() {
    server.answer(
        "POST /admin/policy/explain",
        200,
        """
        {"requestId":"req-1","policyVersion":"abc","outcome":"planned","route":"mid",
         "steps":[{"provider":"anthropic","model":"haiku","resilience":{
           "timeouts":{"connectMs":1,"headersMs":2,"firstTokenMs":3,"idleMs":4,"totalMs":5},
           "retry":{"maxAttempts":6},"hedgeAfterMs":800,"streamGuard":"rescue"}}],
         "candidates":[
           {"provider":"anthropic","model":"haiku","weight":60,"position":0,"reason":"weighted"},
           {"provider":"ollama","model":"llama","weight":0,"position":-1,"reason":"down"}]}
        """);

    assertThat(run("policy", "explain", "gpt-4o-mini", "--request-id", "req-1")).isZero();

    assertThat(out.toString())
        .containsPattern("1 +anthropic +haiku +60 +weighted")
        .contains(
            "step 1  connect 1, headers 2, first token 3, idle 4, total 5 ms; calls 6; hedge 800 ms;"
                + " streams rescue")
        .containsPattern("- +ollama +llama +0 +down");
  }

  @Test
  void aDirectoryIsSentWithAllThatItsManifestsInclude() throws Exception {
    Path policy = root.resolve("mine");
    Files.createDirectories(policy.resolve("teams"));
    Files.writeString(policy.resolve("routes.yaml"), "include: [teams/bank.yaml]");
    Files.writeString(policy.resolve("models.yaml"), "models: []");
    Files.writeString(policy.resolve("teams/bank.yaml"), "ai_routes: []");
    Files.writeString(policy.resolve("routes.prod.yaml"), "ai_routes: []");
    Files.writeString(policy.resolve("providers.yaml"), "api_key: secret");
    server.answer(
        "POST /admin/policy/validate",
        200,
        """
        {"valid":false,"problems":[
          {"file":"teams/bank.yaml","line":1,"column":1,"path":"ai_routes","message":"empty"}]}
        """);

    assertThat(run("policy", "validate", "--policy", policy.toString())).isEqualTo(1);

    assertThat(server.lastAsked().body())
        .contains("teams/bank.yaml", "routes.prod.yaml")
        .doesNotContain("secret");
    assertThat(out.toString()).isEqualTo(policy + "/teams/bank.yaml:1:1 ai_routes: empty\n");
  }

  @Test
  void aReplayIsStartedWaitedForAndShown() throws Exception {
    server.answer("POST /admin/policy/replays", 202, "{\"id\":\"replay-1\"}");
    server.answer(
        "GET /admin/policy/replays/replay-1",
        200,
        """
        {"id":"replay-1","state":"done","decisions":7,"elapsedMs":3,"report":{
          "window":{"policyVersion":"abc","from":"a","to":"b"},
          "totals":{"decisions":7,"again":7,"changed":2,"otherFirst":1,"newlyRefused":1},
          "shares":{"models":{"openai/x":{"before":3,"after":4}}},
          "cost":{"USD":{"beforeMicros":1500000,"afterMicros":500000}}}}
        """);

    assertThat(run("policy", "replay", "--last", "1h", "--against", "previous")).isZero();

    assertThat(out.toString())
        .contains("changed 2", "cost      1.500000 before, 0.500000 after, USD")
        .containsPattern("openai/x +3 +4");
  }

  @Test
  void rollbackGoesToThePreviousVersionUnlessOneIsNamed() {
    server.answer("POST /admin/policy/rollback", 200, "{\"version\":\"abc\",\"changed\":true}");

    assertThat(run("policy", "rollback")).isZero();

    assertThat(server.lastAsked().body()).isEqualTo("{\"version\":\"previous\"}");
    assertThat(out.toString()).isEqualTo("in force again: version abc\n");
  }

  @Test
  void explainNeedsAModelOrARequest() {
    assertThat(run("policy", "explain")).isEqualTo(2);
    assertThat(err.toString()).contains("name a model, or a recorded request");
  }
}
