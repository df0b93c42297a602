package dev.strowger.allinone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** One gateway with a policy that has something of everything, and what tests ask of it. */
abstract class PolicyRig {
  static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  static final String MODELS =
      """
      models:
        - {provider: on-site, model: small, price: {input: 1, output: 1}, quality: {general: 0.4}, self_hosted: true}
        - {provider: openai, model: large, price: {input: 10, output: 30}, quality: {general: 0.9}}
        - {provider: anthropic, model: other, price: {input: 3, output: 15}, quality: {general: 0.8}}
      """;

  static final String ROUTES =
      """
      constraints:
        - name: house-rule
          match: {tags: {area: secret}}
          require: {self_hosted: true}
      ai_routes:
        - name: cached
          match: {model: cached}
          targets: [{provider: openai, model: large}]
          cache: {ttl_s: 600, threshold: 0.85}
        - name: local-first
          match: {model: local-first}
          strategy: priority
          targets:
            - {provider: on-site, model: small, accept: {min_chars: 100000}}
            - {provider: openai, model: large, tier: 2}
        - name: secret
          match: {model: secret}
          targets: [{provider: openai, model: large}]
        - name: trial
          match: {model: trial}
          targets: [{provider: openai, model: large}]
          experiment:
            name: other-trial
            percent: 50
            targets: [{provider: anthropic, model: other}]
            guard: {max_p95_ms: 400, min_calls: 10, window_s: 600}
        - name: switched
          match: {model: switched}
          targets: [{provider: openai, model: large}]
      """;

  @TempDir static Path data;
  static RunningGateway gateway;

  @BeforeAll
  static void start() throws Exception {
    Path manifests = Files.createDirectory(data.resolve("manifests"));
    Files.copy(UseCase.providers(), manifests.resolve("providers.yaml"));
    Files.writeString(manifests.resolve("routes.yaml"), ROUTES);
    Files.writeString(manifests.resolve("models.yaml"), MODELS);
    gateway =
        RunningGateway.start(
            data,
            Map.of(
                "STROWGER_MANIFESTS",
                manifests.toString(),
                "STROWGER_SIMULATOR_TTFT",
                "5ms",
                "STROWGER_SIMULATOR_TOKENS_PER_SECOND",
                "2000",
                "STROWGER_FEATURE_TIMEOUT",
                "5s"));
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  static JsonNode replay(String policy) throws Exception {
    JsonNode started = json(gateway.admin("POST", "/admin/policy/replays", policy), 202);
    String path = "/admin/policy/replays/" + started.path("id").asText();
    HttpResponse<String> done =
        until(
            () -> gateway.admin("GET", path, ""),
            answer -> !answer.body().matches("(?s).*\"state\" ?: ?\"(waiting|running)\".*"));
    JsonNode job = json(done, 200);
    assertThat(job.path("state").asText()).as(job.toString()).isEqualTo("done");
    return job.path("report");
  }

  static void apply(String routes) throws Exception {
    String body = JSON.writeValueAsString(Map.of("routes", routes, "models", MODELS));
    assertThat(json(gateway.admin("PUT", "/admin/policy", body), 200).path("changed").asBoolean())
        .isTrue();
  }

  static void rollback() throws Exception {
    json(gateway.admin("POST", "/admin/policy/rollback", "{}"), 200);
    Thread.sleep(Duration.ofSeconds(1));
  }

  static JsonNode decision(String requestId) throws Exception {
    return json(
        until(
            () -> gateway.admin("GET", "/admin/decisions/" + requestId, ""),
            answer -> answer.statusCode() == 200),
        200);
  }

  static String keyOf(String tenant) throws Exception {
    String body = JSON.writeValueAsString(Map.of("tenant", tenant, "name", "test"));
    String key = json(gateway.admin("POST", "/admin/credentials", body), 201).path("key").asText();
    String hello = ask("switched", "hi", false);
    until(() -> gateway.chat(hello, key), answer -> answer.statusCode() == 200);
    return key;
  }

  static JsonNode json(HttpResponse<String> answer, int status) throws Exception {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    return JSON.readTree(answer.body());
  }

  static String ask(String model, String prompt, boolean stream) {
    return JSON.createObjectNode()
        .put("model", model)
        .put("stream", stream)
        .set(
            "messages",
            JSON.createArrayNode()
                .add(JSON.createObjectNode().put("role", "user").put("content", prompt)))
        .toString();
  }

  static String sql(String query) throws Exception {
    String body = JSON.createObjectNode().put("query", query).toString();
    return json(gateway.admin("POST", "/admin/sql", body), 200)
        .path("rows")
        .path(0)
        .path(0)
        .asText();
  }

  static void awaitSql(String query, String wanted) throws Exception {
    String last = until(() -> sql(query), wanted::equals);
    assertThat(last).as(query).isEqualTo(wanted);
  }

  interface Asking<T> {
    T ask() throws Exception;
  }

  /** The first that is as wanted, or the last. */
  static <T> T until(Asking<T> asking, Predicate<T> wanted) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    T last = asking.ask();
    while (!wanted.test(last) && System.nanoTime() < end) {
      Thread.sleep(100);
      last = asking.ask();
    }
    assertThat(wanted.test(last)).as(String.valueOf(last)).isTrue();
    return last;
  }

  static String header(HttpResponse<String> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }
}
