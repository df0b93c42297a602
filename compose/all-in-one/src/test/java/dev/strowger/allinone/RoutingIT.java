package dev.strowger.allinone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Weights, failover and accounting over the real parts. */
class RoutingIT {
  private static final int REQUESTS = 2000;
  private static final int AT_ONCE = 16;

  /** A cold JVM misses latency targets, which is a reason to fail over, not to draw otherwise. */
  private static final int WARM_UP = 1500;

  private static final String CHAT =
      "{\"model\":\"gpt-4o-mini\",\"max_tokens\":8,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
  private static final Duration ANALYTICS_LAG = Duration.ofSeconds(30);

  @TempDir Path data;

  @Test
  void splitsFailsOverAndCountsEachCallOnce() throws Exception {
    try (RunningGateway gateway =
        RunningGateway.start(
            data,
            Map.of(
                "STROWGER_SIMULATOR_TTFT", "5ms", "STROWGER_SIMULATOR_TOKENS_PER_SECOND", "0"))) {
      Map<String, Integer> first = send(gateway, WARM_UP);
      assertThat(first.keySet())
          .as("%s %s", first, gateway.warnings())
          .allMatch(answer -> answer.startsWith("200 "));
      Map<String, Integer> split = send(gateway, REQUESTS);
      assertThat(split.getOrDefault("200 anthropic", 0) / (double) REQUESTS)
          .isCloseTo(0.60, within(0.035));
      assertThat(split.getOrDefault("200 openai", 0) / (double) REQUESTS)
          .isCloseTo(0.40, within(0.035));

      gateway.simulate("anthropic", "{\"down\": true}");
      Map<String, Integer> withoutOne = send(gateway, REQUESTS / 4);
      assertThat(withoutOne.keySet())
          .as("%s %s", withoutOne, gateway.warnings())
          .contains("200 openai")
          .isSubsetOf("200 openai", "200 ollama");

      long sent = WARM_UP + REQUESTS + REQUESTS / 4;
      JsonNode rows = awaitRows(gateway, sent);
      long counted = 0;
      for (JsonNode row : rows) {
        counted += row.get(1).asLong();
        boolean free = row.get(0).asText().equals("llama-3.1");
        assertThat(row.get(2).asLong() > 0).as("cost of " + row).isEqualTo(!free);
        assertThat(row.get(3).asDouble()).as("latency of " + row).isPositive();
      }
      assertThat(counted).isEqualTo(sent);
    }
  }

  @Test
  void takesUpAChangedManifestAndKeepsTheGoodOneFromABadOne() throws Exception {
    Path manifests = Files.createDirectory(data.resolve("manifests"));
    for (String file : List.of("routes.yaml", "models.yaml", "providers.yaml")) {
      Files.copy(Path.of("../config", file), manifests.resolve(file));
    }
    Path routes = manifests.resolve("routes.yaml");
    String original = Files.readString(routes);
    try (RunningGateway gateway =
        RunningGateway.start(
            data.resolve("data"), Map.of("STROWGER_MANIFESTS", manifests.toString()))) {
      Files.writeString(routes, original.replace("\"gpt-4o-mini\"", "\"house-model\""));
      String renamed = CHAT.replace("gpt-4o-mini", "house-model");
      await(() -> gateway.chat(renamed).statusCode() == 200);
      assertThat(gateway.chat(CHAT).statusCode()).isEqualTo(404);

      Files.writeString(routes, original.replace("weight: 60", "weight: sixty"));
      await(() -> gateway.admin("GET", "/admin/status", "").body().contains("sixty"));

      assertThat(gateway.admin("GET", "/admin/status", "").body()).contains("ai_routes[0]");
      assertThat(gateway.chat(renamed).statusCode()).isEqualTo(200);
    }
  }

  private static Map<String, Integer> send(RunningGateway gateway, int count) throws Exception {
    Semaphore slots = new Semaphore(AT_ONCE);
    List<Future<String>> answers = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < count; i++) {
        slots.acquire();
        answers.add(
            threads.submit(
                () -> {
                  try {
                    HttpResponse<String> r = gateway.chat(CHAT);
                    return r.statusCode()
                        + " "
                        + r.headers().firstValue("x-strowger-provider").orElse(r.body());
                  } finally {
                    slots.release();
                  }
                }));
      }
    }
    Map<String, Integer> counts = new HashMap<>();
    for (Future<String> answer : answers) {
      counts.merge(answer.get(), 1, Integer::sum);
    }
    return counts;
  }

  private static JsonNode awaitRows(RunningGateway gateway, long wanted) throws Exception {
    String query =
        "SELECT model, count(), sum(cost_micros), avg(total_us) FROM requests GROUP BY model";
    ObjectMapper json = new ObjectMapper();
    String body = json.writeValueAsString(Map.of("query", query));
    JsonNode[] rows = new JsonNode[1];
    await(
        () -> {
          JsonNode answer = json.readTree(gateway.admin("POST", "/admin/sql", body).body());
          rows[0] = answer.path("rows");
          long counted = 0;
          for (JsonNode row : rows[0]) {
            counted += row.get(1).asLong();
          }
          return counted >= wanted;
        });
    return rows[0];
  }

  private static void await(Callable<Boolean> condition) throws Exception {
    long end = System.nanoTime() + ANALYTICS_LAG.toNanos();
    while (!condition.call()) {
      assertThat(System.nanoTime()).as("still not so after " + ANALYTICS_LAG).isLessThan(end);
      Thread.sleep(200);
    }
  }
}
