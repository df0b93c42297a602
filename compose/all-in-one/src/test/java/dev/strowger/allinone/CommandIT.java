package dev.strowger.allinone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operators' command against a running gateway. */
class CommandIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration KEYS_KNOWN_WITHIN = Duration.ofSeconds(1);
  private static final Duration ANALYTICS_LAG = Duration.ofSeconds(30);
  private static final String CHAT =
      "{\"model\":\"gpt-4o-mini\",\"max_tokens\":8,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";

  private static RunningGateway gateway;

  @TempDir Path directory;

  @BeforeAll
  static void start() throws Exception {
    gateway = RunningGateway.shared();
  }

  @Test
  void tellsHowTheGatewayIs() throws Exception {
    JsonNode status = JSON.readTree(strowger("status", "--json").succeeded());

    assertThat(status.path("ready").asBoolean()).isTrue();
    assertThat(status.path("providers").findValuesAsText("name"))
        .containsExactlyInAnyOrder("openai", "anthropic", "ollama");
    assertThat(strowger("status").succeeded()).contains("ready, up ").contains("the simulator");
  }

  @Test
  void everyReadyQueryRuns() throws Exception {
    List<String> names = new ArrayList<>();
    try (Stream<Path> files = Files.list(RunningGateway.ROOT.resolve("analytics/sql"))) {
      files.forEach(f -> names.add(f.getFileName().toString().replace(".sql", "")));
    }

    JsonNode listed = JSON.readTree(strowger("sql", "--list", "--json").succeeded());
    assertThat(listed.path("queries").findValuesAsText("name"))
        .containsExactlyInAnyOrderElementsOf(names);
    for (String name : names) {
      assertThat(strowger("sql", name).succeeded()).as(name).containsPattern("\\d+ rows?, \\d+ ms");
    }
  }

  @Test
  void showsWhatHappenedAsATable() throws Exception {
    story(requestId(gateway.chat(CHAT)));

    List<String> lines = strowger("sql", "latency-by-model").succeeded().lines().toList();

    assertThat(lines.get(0)).startsWith("provider").endsWith("p99_ms");
    assertThat(lines.get(1)).startsWith("───");
    assertThat(lines.subList(2, lines.size()))
        .anySatisfy(
            line ->
                assertThat(line)
                    .containsPattern(
                        "(claude-haiku-4-5|gpt-4o-mini|llama-3.1) +\\d+( +[\\d.]+){3}$"));
  }

  @Test
  void findsThatTheBooksAgree() throws Exception {
    story(requestId(gateway.chat(CHAT)));

    JsonNode report = JSON.readTree(strowger("reconcile", "--json").succeeded());

    assertThat(report.path("equal").asBoolean()).isTrue();
    assertThat(report.path("counts").path("unreadableEvents").asLong()).isZero();
    assertThat(report.path("lines"))
        .isNotEmpty()
        .allSatisfy(
            line ->
                assertThat(line.at("/verdicts/clickhouse").asText()).isIn("equal", "under_way"));
    assertThat(strowger("reconcile", "--tenant", "demo").succeeded()).contains("the books agree");
  }

  @Test
  void givesAnswersToProgramsToo() throws Exception {
    String query = "SELECT 1 AS one, 'x,y' AS text, NULL AS nothing";

    JsonNode json = JSON.readTree(strowger("sql", query, "--json").succeeded());
    assertThat(json.path("rows").toString()).isEqualTo("[[1,\"x,y\",null]]");
    assertThat(json.path("columns").findValuesAsText("name"))
        .containsExactly("one", "text", "nothing");
    assertThat(strowger("sql", query, "--csv").succeeded())
        .isEqualTo("one,text,nothing\r\n1,\"x,y\",\r\n");
  }

  @Test
  void saysWhatIsWrongWithAQuery() throws Exception {
    Command failed = strowger("sql", "SELECT nothing FROM nowhere");
    assertThat(failed.code()).isEqualTo(1);
    assertThat(failed.err()).startsWith("strowger: ").contains("nowhere");

    Command writing = strowger("sql", "TRUNCATE TABLE requests");
    assertThat(writing.code()).isEqualTo(1);
    assertThat(writing.err()).startsWith("strowger: ").doesNotContain("\tat ");
  }

  @Test
  void checksManifests() throws Exception {
    assertThat(strowger("policy", "validate").succeeded()).contains("valid").contains("(in force)");

    Path bad = directory.resolve("bad.yaml");
    String good = Files.readString(RunningGateway.ROOT.resolve("compose/config/routes.yaml"));
    Files.writeString(bad, good.replace("weight: 60", "weight: sixty"));
    Command refused = strowger("policy", "validate", "--routes", bad.toString());

    int line = good.substring(0, good.indexOf("weight: 60")).split("\n", -1).length;
    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.out())
        .contains(bad + ":" + line + ":")
        .contains("ai_routes[0].targets[0].weight")
        .contains("sixty");
  }

  @Test
  void findsAPolicyByTheBeginningOfItsVersion() throws Exception {
    JsonNode policy = JSON.readTree(strowger("policy", "show", "--json").succeeded());
    String version = policy.path("version").asText();

    assertThat(strowger("policy", "show", "--version", version.substring(0, 12)).succeeded())
        .contains(version)
        .contains("chat-mid-tier");
    assertThat(strowger("policy", "show", "--version", "zz").code()).isEqualTo(1);
  }

  @Test
  void aKeyIsKnownAndForgottenWithinASecond() throws Exception {
    JsonNode made =
        JSON.readTree(
            strowger("keys", "create", "--tenant", "red", "--name", "trial", "--json").succeeded());
    String key = made.path("key").asText();
    awaitStatus(key, 200);

    String id = made.path("id").asText();
    assertThat(strowger("keys", "revoke", id).succeeded()).contains(id + " is revoked");
    awaitStatus(key, 401);

    assertThat(strowger("keys", "list").succeeded().lines())
        .anySatisfy(line -> assertThat(line).startsWith(id).contains("red").endsWith("revoked"))
        .noneSatisfy(line -> assertThat(line).contains(key));
  }

  @Test
  void tellsTheStoryOfARequest() throws Exception {
    HttpResponse<String> answer = gateway.chat(CHAT);
    String id = requestId(answer);
    String model = answer.headers().firstValue("x-strowger-model").orElseThrow();
    int attempts = (int) answer.headers().firstValueAsLong("x-strowger-attempts").orElseThrow();

    JsonNode story = story(id);
    assertThat(story.at("/decision/route").asText()).isEqualTo("chat-mid-tier");
    assertThat(story.path("attempts")).hasSize(attempts);
    assertThat(story.path("attempts").get(attempts - 1).path("model").asText()).isEqualTo(model);
    assertThat(story.at("/request/outcome").asText()).isEqualTo("ANSWERED");
    assertThat(story.at("/request/model").asText()).isEqualTo(model);
    assertThat(story.at("/request/cost_micros").asLong() > 0).isEqualTo(!model.equals("llama-3.1"));
    assertThat(strowger("request", id).succeeded())
        .containsSubsequence("decision", id, "attempt 1", model, "outcome", "ANSWERED");

    Command unknown = strowger("request", "req_never");
    assertThat(unknown.code()).isEqualTo(1);
    assertThat(unknown.err()).contains("nothing is known of request req_never");
  }

  @Test
  void asksAModel() throws Exception {
    Command whole = strowger("chat", "Hello");
    assertThat(whole.succeeded()).isNotBlank();
    assertThat(whole.err()).contains("(simulated), request req_");
    assertThat(strowger("chat", "--stream", "Hello").succeeded()).isNotBlank();

    Command unknown = strowger("chat", "--model", "no-such-model", "Hello");
    assertThat(unknown.code()).isEqualTo(1);
    assertThat(unknown.err()).contains("gpt-4o-mini").contains("404");
  }

  @Test
  void saysWhatToDoWhenItIsNotLetInOrNobodyAnswers() throws Exception {
    Command nobody =
        strowger(Map.of("STROWGER_CONSOLE_URL", "http://127.0.0.1:1"), "status", "--json");
    assertThat(nobody.code()).isEqualTo(3);
    assertThat(nobody.out()).isEmpty();
    assertThat(nobody.err()).contains("make up").contains("STROWGER_CONSOLE_URL");

    Command stranger = strowger(Map.of("STROWGER_ADMIN_TOKEN", "wrong"), "status");
    assertThat(stranger.code()).isEqualTo(1);
    assertThat(stranger.err()).contains("STROWGER_ADMIN_TOKEN");

    assertThat(strowger("no-such-command").code()).isEqualTo(2);
  }

  /** What the console tells of a request, once all of it has reached ClickHouse. */
  private static JsonNode story(String id) throws Exception {
    long end = System.nanoTime() + ANALYTICS_LAG.toNanos();
    while (true) {
      Command told = strowger("request", id, "--json");
      if (told.code() == 0) {
        JsonNode story = JSON.readTree(told.out());
        if (!story.path("decision").isEmpty()
            && !story.path("attempts").isEmpty()
            && !story.path("request").isEmpty()) {
          return story;
        }
      }
      assertThat(System.nanoTime()).as(told.toString()).isLessThan(end);
    }
  }

  /** Counts from now to the moment the first request that ends so was sent. */
  private static void awaitStatus(String key, int wanted) throws Exception {
    long end = System.nanoTime() + KEYS_KNOWN_WITHIN.toNanos();
    while (true) {
      long sent = System.nanoTime();
      int status = gateway.chat(CHAT, key).statusCode();
      if (status == wanted) {
        return;
      }
      assertThat(status).isIn(200, 401);
      assertThat(sent).as("status still " + status).isLessThan(end);
      Thread.sleep(20);
    }
  }

  private static String requestId(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer.headers().firstValue("x-request-id").orElseThrow();
  }

  private static Command strowger(String... arguments) throws Exception {
    return strowger(Map.of(), arguments);
  }

  private static Command strowger(Map<String, String> settings, String... arguments)
      throws Exception {
    return Command.strowger(gateway, settings, arguments);
  }
}
