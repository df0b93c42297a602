package dev.strowger.allinone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The examples of {@code docs/use-cases}, asked through the door of one gateway whose policy is
 * changed from one to the next while it runs.
 */
class UseCasesIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Within this a change must have reached every part. */
  private static final Duration EVERYWHERE = Duration.ofSeconds(1);

  /** Within this the door has read a model that no policy needed before. */
  private static final Duration MODEL_READ = Duration.ofSeconds(8);

  private static final Duration RECORDED = Duration.ofSeconds(30);

  @TempDir static Path data;
  private static RunningGateway gateway;

  @BeforeAll
  static void start() throws Exception {
    UseCase first = UseCase.all().getFirst();
    Path manifests = Files.createDirectory(data.resolve("manifests"));
    Files.copy(UseCase.providers(), manifests.resolve("providers.yaml"));
    for (String file : List.of("routes.yaml", "models.yaml")) {
      Files.writeString(manifests.resolve(file), first.text(file));
    }
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

  @TestFactory
  Stream<DynamicContainer> everyExampleDoesWhatItSays() throws Exception {
    return UseCase.all().stream().map(UseCasesIT::container);
  }

  private static DynamicContainer container(UseCase useCase) {
    try {
      List<DynamicTest> tests = new ArrayList<>();
      tests.add(dynamicTest("comes into force", () -> apply(useCase, "routes.yaml")));
      for (JsonNode one : useCase.cases()) {
        tests.add(dynamicTest(one.path("says").asText(), () -> check(useCase, one)));
      }
      return dynamicContainer(useCase.name(), tests);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void apply(UseCase useCase, String routes) throws Exception {
    changed(gateway.admin("PUT", "/admin/policy", useCase.application(routes)));
    if (useCase.text(routes).contains("classifier: embedding")) {
      // Until then the door goes by what it has.
      Thread.sleep(MODEL_READ);
    }
  }

  private static void changed(HttpResponse<String> answer) throws Exception {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(JSON.readTree(answer.body()).path("changed").asBoolean()).isTrue();
    Thread.sleep(EVERYWHERE);
  }

  private static void check(UseCase useCase, JsonNode one) throws Exception {
    if (one.has("apply")) {
      apply(useCase, one.path("apply").asText());
    }
    if (one.path("rollback").asBoolean()) {
      changed(gateway.admin("POST", "/admin/policy/rollback", "{}"));
    }
    for (JsonNode provider : one.path("down")) {
      gateway.simulate(provider.asText(), "{\"down\":true}");
    }
    try {
      List<HttpResponse<String>> answers = ask(one);
      JsonNode expect = one.path("expect");
      answers.forEach(answer -> check(expect, answer));
      checkShares(expect.path("shares"), answers);
      checkShadows(expect, answers);
    } finally {
      for (JsonNode provider : one.path("down")) {
        gateway.simulate(provider.asText(), "{\"down\":false}");
      }
    }
  }

  private static List<HttpResponse<String>> ask(JsonNode one) throws Exception {
    List<HttpResponse<String>> answers = new ArrayList<>();
    for (int i = 0; i < one.path("repeat").asInt(1); i++) {
      answers.add(gateway.post("/chat/completions", UseCase.request(one), UseCase.headers(one)));
    }
    return answers;
  }

  private static void check(JsonNode expect, HttpResponse<String> answer) {
    String what = answer.statusCode() + " " + answer.headers().map() + " " + answer.body();
    if (expect.has("status_in")) {
      assertThat(texts(expect.path("status_in")))
          .as(what)
          .contains(Integer.toString(answer.statusCode()));
    } else {
      assertThat(answer.statusCode()).as(what).isEqualTo(expect.path("status").asInt(200));
    }
    if (expect.has("message")) {
      assertThat(answer.body()).contains(expect.path("message").asText());
    }
    if (expect.has("route")) {
      assertThat(header(answer, "x-strowger-route"))
          .as(what)
          .isEqualTo(expect.path("route").asText());
    }
    if (expect.has("target")) {
      assertThat(target(answer)).as(what).isEqualTo(expect.path("target").asText());
    }
    if (expect.has("target_in")) {
      assertThat(texts(expect.path("target_in"))).as(what).contains(target(answer));
    }
  }

  private static void checkShares(JsonNode shares, List<HttpResponse<String>> answers) {
    Map<String, Long> counts =
        answers.stream().collect(Collectors.groupingBy(UseCasesIT::target, Collectors.counting()));
    shares
        .properties()
        .forEach(
            share ->
                assertThat(
                        (double) counts.getOrDefault(share.getKey(), 0L) / (double) answers.size())
                    .as(counts.toString())
                    .isBetween(
                        share.getValue().get(0).asDouble(), share.getValue().get(1).asDouble()));
    if (!shares.isMissingNode()) {
      List<String> known = new ArrayList<>();
      shares.fieldNames().forEachRemaining(known::add);
      assertThat(counts.keySet()).isSubsetOf(known);
    }
  }

  private static void checkShadows(JsonNode expect, List<HttpResponse<String>> answers)
      throws Exception {
    List<String> ids = answers.stream().map(a -> header(a, "x-request-id")).toList();
    if (expect.path("no_shadow").asBoolean()) {
      assertThat(sql("SELECT count() FROM decisions WHERE notEmpty(shadows) AND " + in(ids)))
          .isEqualTo("0");
      awaitSql("SELECT count() FROM decisions WHERE " + in(ids), n -> n.equals("" + ids.size()));
      assertThat(sql("SELECT count() FROM decisions WHERE notEmpty(shadows) AND " + in(ids)))
          .isEqualTo("0");
    }
    JsonNode shadow = expect.path("shadow");
    if (shadow.isMissingNode()) {
      return;
    }
    awaitSql("SELECT count() FROM decisions WHERE " + in(ids), n -> n.equals("" + ids.size()));
    int copied =
        Integer.parseInt(
            sql("SELECT count() FROM decisions WHERE notEmpty(shadows) AND " + in(ids)));
    assertThat((double) copied / ids.size())
        .isBetween(shadow.path("share").get(0).asDouble(), shadow.path("share").get(1).asDouble());
    awaitSql(
        "SELECT count() FROM shadow_results WHERE result = 'answered' AND shadow = '"
            + shadow.path("name").asText()
            + "' AND concat(provider, '/', model) = '"
            + shadow.path("target").asText()
            + "' AND "
            + in(ids),
        n -> n.equals(Integer.toString(copied)));
  }

  private static String in(List<String> ids) {
    return ids.stream().collect(Collectors.joining("','", "request_id IN ('", "')"));
  }

  private static String sql(String query) throws Exception {
    String body = JSON.createObjectNode().put("query", query).toString();
    HttpResponse<String> answer = gateway.admin("POST", "/admin/sql", body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JSON.readTree(answer.body()).path("rows").path(0).path(0).asText();
  }

  private static void awaitSql(String query, Function<String, Boolean> done) throws Exception {
    long end = System.nanoTime() + RECORDED.toNanos();
    String last = sql(query);
    while (!done.apply(last)) {
      assertThat(System.nanoTime()).as(query + " gave " + last).isLessThan(end);
      Thread.sleep(200);
      last = sql(query);
    }
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(text -> texts.add(text.asText()));
    return texts;
  }

  private static String target(HttpResponse<String> answer) {
    return header(answer, "x-strowger-provider") + "/" + header(answer, "x-strowger-model");
  }

  private static String header(HttpResponse<String> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }
}
