package dev.strowger.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class ShadowsCommandTest extends CommandGround {
  @Test
  void theListPutsEachShadowBesideThePrimary() {
    server.answer(
        "GET /admin/shadows",
        200,
        """
        {"shadows":[{"shadow":"haiku","target":"anthropic/haiku","copies":10,"answered":7,
          "failed":1,"skipped":2,"latencyMs":400.25,"primaryLatencyMs":null,
          "costMicros":1500000,"primaryCostMicros":20,"currency":"USD"}]}
        """);

    assertThat(run("shadows", "list")).isZero();

    assertThat(out.toString())
        .containsPattern("haiku +anthropic/haiku +10 +7 +1 +2 +400.3 +- +1.500000 +0.000020 +USD");
  }

  @Test
  void showPrintsBothAnswers() {
    server.answer(
        "GET /admin/shadows/req_1",
        200,
        """
        {"primary":{"outcome":"ANSWERED","provider":"openai","model":"mini","latencyMs":12,
           "costMicros":30,"currency":"USD","kept":true,"text":"one\\u001b[2J\\ntwo","body":"{}"},
         "shadows":[
           {"shadow":"haiku","provider":"anthropic","model":"haiku","result":"answered",
            "latencyMs":9,"costMicros":7,"currency":"USD","text":"","body":"{\\"tool\\":1}"},
           {"shadow":"llama","provider":"ollama","model":"llama","result":"skipped",
            "message":"the target is down"}],
         "whole":true}
        """);

    assertThat(run("shadows", "show", "req_1")).isZero();

    assertThat(out.toString())
        .contains("primary  openai/mini  answered  12.0 ms  0.000030 USD\none [2J\ntwo\n")
        .contains("shadow haiku  anthropic/haiku  answered  9.0 ms  0.000007 USD\n{\"tool\":1}\n")
        .contains("(no answer: the target is down)");
  }

  @Test
  void showSaysWhyThePrimarysAnswerIsMissing() {
    server.answer(
        "GET /admin/shadows/req_1",
        200,
        "{\"primary\":{\"kept\":false,\"why\":\"no shadow then\"},\"shadows\":[],\"whole\":false}");

    assertThat(run("shadows", "show", "req_1")).isZero();

    assertThat(out.toString())
        .contains("(not kept: no shadow then)", "no shadow has said anything", "long");
  }

  @Test
  void startWaitsForTheRunAndTellsWhatWasCopied() throws Exception {
    Files.writeString(root.resolve("routes.yaml"), "ai_routes: []");
    Files.writeString(root.resolve("models.yaml"), "models: []");
    server.answer("POST /admin/shadow-runs", 202, "{\"id\":\"shadow-1\"}");
    server.answer(
        "GET /admin/shadow-runs/shadow-1",
        200,
        """
        {"id":"shadow-1","state":"done","copies":7,"elapsedMs":3,"report":{
          "window":{"policyVersion":"abc"},"shadows":{"haiku":7},
          "totals":{"requests":9,"copies":7,"standing":2}}}
        """);

    assertThat(
            run(
                "shadows",
                "start",
                "--last",
                "1h",
                "--shadow",
                "haiku",
                "--policy",
                root.toString()))
        .isZero();

    assertThat(out.toString())
        .contains("copies    7 made", "7 for haiku", "left out  2 copies that were made before");
    assertThat(err.toString()).contains("shadow-1: 7 copies in 3 ms");
  }

  @Test
  void withoutFilesThePolicyInForceDecides() {
    server.answer("POST /admin/shadow-runs", 202, "{\"id\":\"shadow-2\"}");

    assertThat(
            run(
                "shadows",
                "start",
                "--from",
                "2026-01-01T00:00:00Z",
                "--to",
                "2026-01-01T01:00:00Z",
                "--detach"))
        .isZero();

    assertThat(out.toString()).isEqualTo("shadow-2\n");
    assertThat(server.lastAsked().body())
        .isEqualTo(
            "{\"from\":\"2026-01-01T00:00:00Z\",\"to\":\"2026-01-01T01:00:00Z\",\"limit\":1000}");
  }

  @Test
  void aRunThatFailedSaysHowFarItCame() {
    server.answer(
        "GET /admin/shadow-runs/shadow-3",
        200,
        "{\"id\":\"shadow-3\",\"state\":\"failed\",\"copies\":4,\"problem\":\"no broker\","
            + "\"report\":null}");

    assertThat(run("shadows", "start", "--show", "shadow-3")).isEqualTo(1);

    assertThat(err.toString()).contains("failed after 4 copies: no broker");
  }

  @Test
  void startNeedsATime() {
    assertThat(run("shadows", "start")).isEqualTo(2);
    assertThat(err.toString()).contains("say --from or --last");
  }

  @Test
  void aRunCanBeCancelled() {
    server.answer("DELETE /admin/shadow-runs/shadow-4", 200, "{\"state\":\"cancelled\"}");

    assertThat(run("shadows", "start", "--cancel", "shadow-4")).isZero();

    assertThat(out.toString()).isEqualTo("cancelled\n");
  }
}
