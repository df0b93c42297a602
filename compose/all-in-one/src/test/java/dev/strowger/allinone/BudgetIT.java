package dev.strowger.allinone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.strowger.records.Attempt;
import dev.strowger.records.EventRecord;
import dev.strowger.topics.Topics;
import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A tenant with money for ten calls asks two hundred times at once; then the books are read. */
class BudgetIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String TENANT = "scant";
  private static final int CALLS = 200;
  private static final int PAID = 10;
  private static final int REQUESTS_PER_MINUTE = 1000;

  /** Fewer than the simulator would give, so that what is set aside is what is used. */
  private static final int ANSWER_TOKENS = 16;

  /** Of the simulated provider; nobody else is asked. */
  private static final String PAID_MODEL = "openai/gpt-4o-mini";

  /** Costs nothing, so it shows that limits are known and spends none of the budget. */
  private static final String FREE_MODEL = "ollama/llama-3.1";

  @TempDir static Path directory;

  private static RunningGateway gateway;
  private static long callMicros;
  private static long reached;
  private static List<HttpResponse<String>> answers;

  @BeforeAll
  static void spend() throws Exception {
    gateway = RunningGateway.shared();
    callMicros = priceOfACall();
    String key = tenantWith(callMicros * PAID);
    long before = simulated();
    answers = allAtOnce(key);
    reached = simulated() - before;
  }

  @Test
  void noMoreCallsThanAreInTheBudgetReachTheProvider() {
    // What is set aside is rounded up, so that the last call may not fit.
    assertThat(reached).isBetween(PAID - 1L, (long) PAID).isEqualTo(with(200).size());
    assertThat(with(200).size() + with(429).size()).isEqualTo(CALLS);
  }

  @Test
  void theOthersAreRefusedAsOpenAiDoes() throws Exception {
    for (HttpResponse<String> refused : with(429)) {
      JsonNode error = JSON.readTree(refused.body()).path("error");
      assertThat(error.path("code").asText()).as(refused.body()).isEqualTo("insufficient_quota");
      assertThat(error.path("type").asText()).isEqualTo("insufficient_quota");
      assertThat(error.path("message").asText()).contains(TENANT);
      assertThat(error.has("param")).isTrue();
      assertThat(refused.headers().firstValueAsLong("retry-after").orElseThrow()).isPositive();
      assertThat(header(refused, "x-ratelimit-limit-requests"))
          .isEqualTo(Integer.toString(REQUESTS_PER_MINUTE));
      assertThat(Integer.parseInt(header(refused, "x-ratelimit-remaining-requests")))
          .isBetween(0, REQUESTS_PER_MINUTE);
      assertThat(header(refused, "x-ratelimit-reset-requests"))
          .matches("(\\d+(\\.\\d+)?(m|s|ms))+");
    }
  }

  @Test
  void allBooksHaveTheSameSums() throws Exception {
    JsonNode report =
        JSON.readTree(strowger("reconcile", "--tenant", TENANT, "--json").succeeded());

    assertThat(report.path("equal").asBoolean()).as(report.toString()).isTrue();
    JsonNode sums = report.path("lines").path(0).path("sums");
    for (String book : List.of("log", "clickhouse", "balances")) {
      assertThat(sums.at("/" + book + "/micros/USD").asLong())
          .as(report.toString())
          .isEqualTo(reached * callMicros);
    }
  }

  @Test
  void theTrailIsWholeAndOneChangedByteIsNoticed() throws Exception {
    JsonNode whole = JSON.readTree(strowger("audit", "verify", "--json").succeeded());
    assertThat(whole.path("whole").asBoolean()).isTrue();
    assertThat(whole.path("links").asLong()).isGreaterThanOrEqualTo(CALLS);

    Path trail = directory.resolve("trail.jsonl");
    String key = gateway.data().resolve("audit-signing.pub").toString();
    strowger("audit", "export", "--format", "jsonl", "--tenant", TENANT, "--out", trail.toString())
        .succeeded();
    verify(trail, key).succeeded();

    byte[] bytes = Files.readAllBytes(trail);
    for (int place : List.of(bytes.length / 4, bytes.length / 2, bytes.length - 100)) {
      byte[] changed = bytes.clone();
      changed[place] ^= 1;
      Path forged = Files.write(directory.resolve("forged.jsonl"), changed);
      assertThat(verify(forged, key).code()).as("a change at " + place).isEqualTo(1);
    }
  }

  private static Command verify(Path trail, String key) throws Exception {
    return strowger("audit", "verify", "--from-file", trail.toString(), "--key", key);
  }

  private static long priceOfACall() throws Exception {
    HttpResponse<String> paid = gateway.chat(chat(PAID_MODEL));
    assertThat(paid.statusCode()).as(paid.body()).isEqualTo(200);
    String id = header(paid, "x-request-id");
    return awaited(
        () ->
            Log.read(gateway, Topics.EVENTS).stream()
                .filter(event -> event.getRequestId().equals(id))
                .map(EventRecord::getDetail)
                .filter(Attempt.class::isInstance)
                .mapToLong(attempt -> ((Attempt) attempt).getCostMicros())
                .sum(),
        micros -> micros > 0);
  }

  /** The key of a tenant whose limits the door knows. */
  private static String tenantWith(long micros) throws Exception {
    Map<String, Object> limits =
        Map.of(
            "requestsPerMinute",
            REQUESTS_PER_MINUTE,
            "budgetPerDay",
            BigDecimal.valueOf(micros, 6).toPlainString());
    admin("PATCH", "/admin/tenants/" + TENANT, Map.of("limits", limits));
    String key =
        admin("POST", "/admin/credentials", Map.of("tenant", TENANT, "name", "test"))
            .path("key")
            .asText();
    awaited(
        () -> gateway.chat(chat(FREE_MODEL), key),
        free -> free.headers().firstValue("x-ratelimit-limit-requests").isPresent());
    return key;
  }

  private static JsonNode admin(String method, String path, Object body) throws Exception {
    HttpResponse<String> done = gateway.admin(method, path, JSON.writeValueAsString(body));
    assertThat(done.statusCode()).as(done.body()).isBetween(200, 201);
    return JSON.readTree(done.body());
  }

  private static List<HttpResponse<String>> allAtOnce(String key) throws Exception {
    List<HttpResponse<String>> all = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<HttpResponse<String>>> asked = new ArrayList<>();
      for (int i = 0; i < CALLS; i++) {
        asked.add(threads.submit(() -> gateway.chat(chat(PAID_MODEL), key)));
      }
      for (Future<HttpResponse<String>> answer : asked) {
        all.add(answer.get());
      }
    }
    return all;
  }

  /** Calls of the paid provider, by its own count. */
  private static long simulated() throws Exception {
    return JSON.readTree(gateway.simulation("openai/stats")).path("requests").asLong();
  }

  private static List<HttpResponse<String>> with(int status) {
    return answers.stream().filter(answer -> answer.statusCode() == status).toList();
  }

  private static String chat(String model) {
    return JSON.createObjectNode()
        .put("model", model)
        .put("max_tokens", ANSWER_TOKENS)
        .set(
            "messages",
            JSON.createArrayNode()
                .add(JSON.createObjectNode().put("role", "user").put("content", "Hello there")))
        .toString();
  }

  private static String header(HttpResponse<String> answer, String name) {
    return answer.headers().firstValue(name).orElseThrow();
  }

  private static <T> T awaited(Callable<T> asking, Predicate<T> wanted) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    T last = asking.call();
    while (!wanted.test(last)) {
      assertThat(System.nanoTime()).as(String.valueOf(last)).isLessThan(end);
      Thread.sleep(100);
      last = asking.call();
    }
    return last;
  }

  private static Command strowger(String... arguments) throws Exception {
    return Command.strowger(gateway, Map.of(), arguments);
  }
}
