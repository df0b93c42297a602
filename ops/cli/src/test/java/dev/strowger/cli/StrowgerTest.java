package dev.strowger.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ServerSocket;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrowgerTest extends CommandGround {
  @Test
  void aConsoleThatIsNotRunningIsSaidSo() throws Exception {
    try (ServerSocket socket = new ServerSocket(0)) {
      environment.put("STROWGER_CONSOLE_URL", "http://127.0.0.1:" + socket.getLocalPort());
    }

    assertThat(run("status")).isEqualTo(3);

    assertThat(err.toString()).contains("the console does not answer at").contains("make up");
  }

  @Test
  void aMissingTokenIsSaidSo() {
    environment.remove("STROWGER_ADMIN_TOKEN");
    server.answer("GET /admin/status", 401, "{\"error\":{\"message\":\"send the token\"}}");

    assertThat(run("status")).isEqualTo(1);

    assertThat(err.toString()).contains("STROWGER_ADMIN_TOKEN").contains("admin.token");
  }

  @Test
  void theTokenIsReadFromTheDataDirectory() throws Exception {
    environment.remove("STROWGER_ADMIN_TOKEN");
    Files.createDirectories(root.resolve("data"));
    Files.writeString(root.resolve("data/admin.token"), "from-the-file\n");
    server.answer("GET /admin/credentials", 200, "{\"credentials\":[]}");

    assertThat(run("keys", "list")).isZero();

    assertThat(server.lastAsked().authorization()).contains("Bearer from-the-file");
  }

  @Test
  void statusShowsWhatIsWrongAndEndsWithOne() {
    server.answer(
        "GET /admin/status",
        200,
        """
        {"ready":false,"problems":{"broker":"gone"},"uptimeSeconds":125,
         "versions":{"strowger":"0.1.0"},
         "policy":{"version":"abc","publishedAt":"2026-01-01T00:00:00Z","source":"compose/config"},
         "manifests":{"inForce":false,"problems":[
           {"file":"routes.yaml","line":7,"column":9,"path":"ai_routes[0]","message":"expected x"}]},
         "topics":{"expected":9,"problems":[]},
         "providers":[{"name":"openai","dialect":"openai","state":"up","reason":"","simulated":true},
           {"name":"ollama","dialect":"openai","state":null,"reason":"","simulated":false}]}
        """);

    assertThat(run("status")).isEqualTo(1);

    assertThat(out.toString())
        .contains("NOT READY, up 2 min 5 s")
        .contains("broker: gone")
        .contains("routes.yaml:7:9 ai_routes[0]: expected x")
        .contains("all 9 as they should be")
        .containsPattern("openai +openai +up +the simulator")
        .containsPattern("ollama +openai +not seen yet +the provider");
  }

  @Test
  void aNewKeyIsTheOnlyThingOnStandardOutput() {
    server.answer(
        "POST /admin/credentials",
        201,
        "{\"id\":\"cred_1\",\"tenant\":\"red\",\"key\":\"sk-strowger-x\"}");

    assertThat(run("keys", "create", "--tenant", "red", "--name", "jobs")).isZero();

    assertThat(out.toString()).isEqualTo("sk-strowger-x\n");
    assertThat(err.toString()).contains("cred_1").contains("not shown again");
  }

  @Test
  void revokeNamesTheKeyInThePath() {
    server.answer("DELETE /admin/credentials/cred%20%2F1", 200, "{\"id\":\"cred /1\"}");

    assertThat(run("keys", "revoke", "cred /1")).isZero();

    assertThat(out.toString()).isEqualTo("cred /1 is revoked\n");
  }

  @Test
  void aRequestIsToldFromDecisionToOutcome() {
    server.answer(
        "GET /admin/requests/req-1",
        200,
        """
        {"request":{"outcome":"ANSWERED","cost_micros":42,"failure":null},
         "decision":{"route":"mid"},
         "attempts":[{"provider":"anthropic","result":"timeout"},{"provider":"openai"}]}
        """);

    assertThat(run("request", "req-1")).isZero();

    assertThat(out.toString())
        .containsSubsequence(
            "decision", "mid", "attempt 1", "timeout", "attempt 2", "outcome", "42")
        .doesNotContain("failure");
  }

  @Test
  void aWrongCommandLineEndsWithTwo() {
    assertThat(run("frobnicate")).isEqualTo(2);
    assertThat(run("keys", "create", "--tenant", "red")).isEqualTo(2);
    assertThat(run("sql")).isEqualTo(2);
    assertThat(run()).isEqualTo(2);
    assertThat(err.toString()).contains("--name").contains("Usage");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "status",
        "sql",
        "request",
        "policy",
        "policy show",
        "policy validate",
        "policy apply",
        "policy history",
        "policy explain",
        "keys",
        "keys create",
        "keys list",
        "keys revoke",
        "chat",
        "version"
      })
  void everyCommandHasHelpWithExamples(String command) {
    assertThat(run((command + " --help").split(" "))).isZero();

    assertThat(out.toString()).contains("Usage: strowger " + command).contains("Examples:");
    assertThat(out.toString().contains("--json"))
        .isEqualTo(!command.equals("policy") && !command.equals("keys"));
  }

  @Test
  void versionAndCompletionNeedNoConsole() {
    environment.put("STROWGER_CONSOLE_URL", "http://127.0.0.1:1");

    assertThat(run("version", "--json")).isZero();
    assertThat(run("--version")).isZero();
    assertThat(run("generate-completion")).isZero();

    assertThat(out.toString()).contains("\"strowger\"").contains("strowger development (Java ");
    assertThat(out.toString()).contains("complete -F");
  }

  @Test
  void aWrongUrlIsNamed() {
    environment.put("STROWGER_CONSOLE_URL", "localhost:8090");

    assertThat(run("status")).isEqualTo(1);

    assertThat(err.toString()).contains("STROWGER_CONSOLE_URL=localhost:8090");
  }
}
