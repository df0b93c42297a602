package dev.strowger.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrowgerTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final Map<String, String> environment = new HashMap<>();

  @TempDir private Path root;
  private CannedServer server;

  @BeforeEach
  void startServer() throws Exception {
    server = new CannedServer();
    environment.put("STROWGER_CONSOLE_URL", server.url());
    environment.put("STROWGER_URL", server.url());
    environment.put("STROWGER_ADMIN_TOKEN", "the-token");
  }

  @AfterEach
  void stopServer() {
    server.close();
  }

  private int run(String... args) {
    PrintWriter outWriter = new PrintWriter(out);
    PrintWriter errWriter = new PrintWriter(err);
    int code = Strowger.run(new Terminal(environment, root, outWriter, errWriter), args);
    outWriter.flush();
    errWriter.flush();
    return code;
  }

  @Test
  void aQueryIsSentAsSqlAndItsTablePrinted() {
    server.answer("POST /admin/sql", 200, "{\"text\":\"n\\n─\\n1\\n1 row, 2 ms\\n\"}");

    assertThat(run("sql", "SELECT 1 AS n")).isZero();

    assertThat(out.toString()).isEqualTo("n\n─\n1\n1 row, 2 ms\n");
    assertThat(server.lastAsked().body())
        .contains("\"query\":\"SELECT 1 AS n\"", "\"format\":\"table\"");
    assertThat(server.lastAsked().authorization()).contains("Bearer the-token");
  }

  @Test
  void aSingleWordIsTheNameOfAReadyQuery() {
    server.answer("POST /admin/sql", 200, "{\"columns\":[],\"rows\":[]}");

    assertThat(run("sql", "cost-by-model-and-day", "--json")).isZero();

    assertThat(server.lastAsked().body())
        .contains("\"name\":\"cost-by-model-and-day\"", "\"format\":\"json\"");
    assertThat(out.toString()).contains("\"columns\"");
  }

  @Test
  void csvQuotesWhatMustBeQuotedAndSaysWhereItIsCut() {
    server.answer(
        "POST /admin/sql",
        200,
        """
        {"columns":[{"name":"a"},{"name":"b,c"}],"rows":[[1,"x\\"y"],[null,"line\\nbreak"]],
         "rowCount":2,"cut":true}
        """);

    assertThat(run("sql", "--csv", "SELECT 1")).isZero();

    assertThat(out.toString()).isEqualTo("a,\"b,c\"\r\n1,\"x\"\"y\"\r\n,\"line\nbreak\"\r\n");
    assertThat(err.toString()).contains("cut after 2 rows");
  }

  @Test
  void readyQueriesAreListed() {
    server.answer(
        "GET /admin/sql",
        200,
        "{\"queries\":[{\"name\":\"cost\",\"description\":\"What it cost\",\"sql\":\"SELECT\"}]}");

    assertThat(run("sql", "--list")).isZero();

    assertThat(out.toString().lines())
        .containsExactly("NAME   WHAT IT SHOWS", "cost   What it cost");
  }

  @Test
  void anErrorOfTheConsoleIsPassedOnInItsOwnWords() {
    server.answer(
        "POST /admin/sql", 400, "{\"error\":{\"message\":\"Code: 62. DB::Exception: Syntax\"}}");

    assertThat(run("sql", "SELEKT 1")).isEqualTo(1);

    assertThat(err.toString()).isEqualTo("strowger: Code: 62. DB::Exception: Syntax\n");
    assertThat(out.toString()).isEmpty();
  }

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
        .isEqualTo("{\"routes\":\"ai_routes: []\",\"models\":\"models: []\"}");
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

    assertThat(out.toString()).contains("routes.yaml:1:1 a: one\nmodels.yaml:2:1 b: two\n");
    assertThat(err.toString()).contains("nothing was changed");
  }

  @Test
  void explainShowsTheOrderAndTheReasons() {
    server.answer(
        "POST /admin/policy/explain",
        200,
        """
        {"requestId":"req-1","policyVersion":"abc","outcome":"planned","route":"mid",
         "candidates":[
           {"provider":"anthropic","model":"haiku","weight":60,"position":0,"reason":"weighted"},
           {"provider":"ollama","model":"llama","weight":0,"position":-1,"reason":"down"}]}
        """);

    assertThat(run("policy", "explain", "gpt-4o-mini", "--request-id", "req-1")).isZero();

    assertThat(out.toString())
        .containsPattern("1 +anthropic +haiku +60 +weighted")
        .containsPattern("- +ollama +llama +0 +down");
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
  void chatPrintsTheAnswerAndWhoGaveIt() throws Exception {
    Files.createDirectories(root.resolve("data"));
    Files.writeString(root.resolve("data/demo.key"), "sk-strowger-demo\n");
    server.answer(
        "POST /v1/chat/completions",
        200,
        "{\"choices\":[{\"message\":{\"content\":\"Hello\"}}]}",
        Map.of(
            "x-strowger-provider", "anthropic",
            "x-strowger-model", "claude-haiku-4-5",
            "x-strowger-simulated", "true",
            "x-request-id", "req-9"));

    assertThat(run("chat", "Hi")).isZero();

    assertThat(out.toString()).isEqualTo("Hello\n");
    assertThat(err.toString()).contains("anthropic/claude-haiku-4-5 (simulated), request req-9");
    assertThat(server.lastAsked().authorization()).contains("Bearer sk-strowger-demo");
    assertThat(server.lastAsked().body())
        .contains("\"model\":\"gpt-4o-mini\"", "\"content\":\"Hi\"", "\"stream\":false");
  }

  @Test
  void chatPrintsAStreamPieceByPiece() {
    environment.put("STROWGER_API_KEY", "sk");
    server.answer(
        "POST /v1/chat/completions",
        200,
        """
        data: {"choices":[{"delta":{"role":"assistant"}}]}

        data: {"choices":[{"delta":{"content":"Hel"}}]}

        : keep-alive
        data: {"choices":[{"delta":{"content":"lo"}}]}

        data: [DONE]

        """);

    assertThat(run("chat", "--stream", "Hi")).isZero();

    assertThat(out.toString()).isEqualTo("Hello\n");
  }

  @Test
  void aStreamThatBreaksIsNotTakenForAnAnswer() {
    environment.put("STROWGER_API_KEY", "sk");
    server.answer(
        "POST /v1/chat/completions",
        200,
        "data: {\"choices\":[{\"delta\":{\"content\":\"Hel\"}}]}\n\n");

    assertThat(run("chat", "--stream", "Hi")).isEqualTo(1);

    assertThat(err.toString()).contains("ended before the answer was complete");
  }

  @Test
  void chatPassesTheGatewaysRefusalOn() {
    environment.put("STROWGER_API_KEY", "sk");
    server.answer("POST /v1/chat/completions", 404, "{\"error\":{\"message\":\"no such model\"}}");

    assertThat(run("chat", "--model", "nope", "Hi")).isEqualTo(1);

    assertThat(err.toString()).contains("no such model (status 404)");
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
