package dev.strowger.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.records.AuditedAction;
import dev.strowger.records.CredentialRecord;
import dev.strowger.records.TenantRecord;
import dev.strowger.topics.CompactedTable;
import dev.strowger.topics.Topics;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Who may use the gateway and its console, over HTTP and a real log. */
class AccessIT extends LogGround {
  @Test
  void aKeyIsRotatedWithBothGoodUntilTheGraceIsOver() throws Exception {
    try (TestConsole console = TestConsole.start(kafka, directory)) {
      Map<String, Object> call =
          Map.of(
              "tenant", "red",
              "team", "blue",
              "name", "jobs",
              "models", List.of("gpt-4o*"),
              "addresses", List.of("10.0.0.0/8"),
              "tags", Map.of("cc", "7"),
              "limits", Map.of("requestsPerMinute", 5, "budgetPerDay", "12.50"));
      JsonNode made = console.post("/admin/credentials", call).body();
      String id = made.get("id").textValue();

      JsonNode rotated =
          console.post("/admin/credentials/" + id + "/rotate", Map.of("grace", "1h")).body();

      assertThat(rotated.get("id").textValue()).isEqualTo(id);
      assertThat(rotated.get("key")).isNotEqualTo(made.get("key"));
      CredentialRecord before = kept(made);
      CredentialRecord after = kept(rotated);
      assertThat(after.getExpiresAt()).isNull();
      assertThat(after.getModels()).containsExactly("gpt-4o*");
      assertThat(after.getLimits()).isEqualTo(before.getLimits()).isNotNull();
      assertThat(before.getExpiresAt())
          .isBetween(Instant.now().plusSeconds(3_000), Instant.now().plusSeconds(3_600));

      console.patch("/admin/credentials/" + id, Map.of("models", List.of()));
      assertThat(kept(made).getModels()).isEmpty();
      assertThat(kept(rotated).getModels()).isEmpty();
      assertThat(kept(rotated).getAddresses()).containsExactly("10.0.0.0/8");

      console.delete("/admin/credentials/" + id);
      assertThat(kept(made).getRevoked()).isTrue();
      assertThat(kept(rotated).getRevoked()).isTrue();
      assertThat(console.post("/admin/credentials/" + id + "/rotate", Map.of()).status())
          .as("there is no key to go on from")
          .isEqualTo(409);
      assertThat(console.get("/admin/credentials/" + id).body().get("keys")).hasSize(2);
    }
  }

  @Test
  void aBadCallIsToldEverythingThatIsWrong() throws Exception {
    try (TestConsole console = TestConsole.start(kafka, directory)) {
      TestConsole.Answer refused =
          console.post(
              "/admin/credentials",
              Map.of(
                  "tenant", "a b",
                  "addresses", List.of("10.0.0.1/8"),
                  "modles", List.of("x"),
                  "limits", Map.of("budgetPerDay", "lots")));

      assertThat(refused.status()).isEqualTo(400);
      List<String> params = new ArrayList<>();
      refused.body().get("problems").forEach(each -> params.add(each.get("param").textValue()));
      assertThat(params)
          .containsExactlyInAnyOrder(
              "tenant", "name", "addresses", "limits.budgetPerDay", "modles");
    }
  }

  @Test
  void manyKeysAreListedPageByPage() throws Exception {
    try (TestConsole console = TestConsole.start(kafka, directory)) {
      for (int i = 0; i < 7; i++) {
        console.post("/admin/credentials", Map.of("tenant", "paged", "name", "key " + i));
      }
      Set<String> seen = new HashSet<>();
      String next = "";
      int pages = 0;
      do {
        JsonNode page =
            console
                .get("/admin/credentials?tenant=paged&state=active&limit=3&after=" + next)
                .body();
        page.get("credentials").forEach(key -> seen.add(key.get("id").textValue()));
        next = page.get("next").asText("");
        pages++;
      } while (!next.isEmpty() && !next.equals("null"));

      assertThat(pages).isEqualTo(3);
      assertThat(seen).hasSize(7);
      assertThat(console.get("/admin/credentials?limit=x").status()).isEqualTo(400);
      assertThat(console.get("/admin/credentials?after=x").status()).isEqualTo(400);
      assertThat(console.get("/admin/credentials?state=odd").status()).isEqualTo(400);
    }
  }

  @Test
  void tenantsAndTeamsAreSetSuspendedAndResumed() throws Exception {
    try (TestConsole console = TestConsole.start(kafka, directory)) {
      console.patch(
          "/admin/tenants/green",
          Map.of("region", "eu", "limits", Map.of("budgetPerMonth", "250")));
      console.patch("/admin/teams/green/web", Map.of("limits", Map.of("concurrent", 3)));
      console.patch("/admin/tenants/green", Map.of("displayName", "Green plc"));

      TenantRecord tenant = inLog(Topics.TENANTS, "green").orElseThrow();
      assertThat(tenant.getRegion()).isEqualTo("eu");
      assertThat(tenant.getLimits().getMicrosPerMonth()).isEqualTo(250_000_000);
      assertThat(tenant.getDisplayName()).isEqualTo("Green plc");
      assertThat(inLog(Topics.TENANTS, "green/web").orElseThrow().getLimits().getConcurrent())
          .isEqualTo(3);
      assertThat(console.get("/admin/tenants/green").body().get("teams").toString())
          .isEqualTo("[\"web\"]");

      console.post("/admin/tenants/green/suspend", Map.of());
      assertThat(inLog(Topics.TENANTS, "green").orElseThrow().getSuspended()).isTrue();
      console.post("/admin/tenants/green/resume", Map.of());
      assertThat(inLog(Topics.TENANTS, "green").orElseThrow().getSuspended()).isFalse();
      assertThat(console.patch("/admin/teams/green/web", Map.of("region", "eu")).status())
          .isEqualTo(400);
      assertThat(console.get("/admin/tenants/none").status()).isEqualTo(404);
    }
  }

  @Test
  void rolesAreHeldToAndWhatIsDoneIsRecorded() throws Exception {
    List<AuditedAction> actions = new CopyOnWriteArrayList<>();
    try (TestConsole console = TestConsole.start(kafka, directory);
        CompactedTable<AuditedAction> log =
            CompactedTable.follow(
                kafka.clients(),
                kafka.serdes(),
                Topics.ACTIONS,
                (key, action) -> {
                  if (action != null) {
                    actions.add(action);
                  }
                })) {
      log.awaitCaughtUp(Duration.ofSeconds(10));
      JsonNode viewer = operator(console, "Vi", "viewer");
      JsonNode auditor = operator(console, "Au", "auditor");
      JsonNode operator = operator(console, "Op", "operator");
      Map<String, String> key = Map.of("tenant", "told", "name", "x");

      assertThat(as(console, viewer).get("/admin/policy").status()).isEqualTo(200);
      assertThat(as(console, viewer).post("/admin/credentials", key).status()).isEqualTo(403);
      assertThat(as(console, viewer).get("/admin/shadows/r1").status()).isEqualTo(403);
      assertThat(as(console, auditor).get("/admin/shadows/r1").status()).isNotEqualTo(403);
      assertThat(as(console, auditor).post("/admin/policy/rollback", Map.of()).status())
          .isEqualTo(403);
      assertThat(as(console, operator).get("/admin/operators").status()).isEqualTo(403);
      JsonNode made = as(console, operator).post("/admin/credentials", key).body();
      assertThat(console.delete("/admin/operators/" + operator.get("id").textValue()).status())
          .isEqualTo(200);
      assertThat(as(console, operator).get("/admin/policy").status()).isEqualTo(401);

      String id = made.get("id").textValue();
      await(() -> actions.stream().anyMatch(action -> action.getTarget().equals(id)));
      AuditedAction ended =
          actions.stream()
              .filter(action -> action.getTarget().equals(id))
              .findFirst()
              .orElseThrow();
      assertThat(ended.getTenant()).isEqualTo("told");
      assertThat(ended.getAction()).isEqualTo("credentials.create");
      assertThat(ended.getResult()).isEqualTo("ok");
      assertThat(ended.getRole()).isEqualTo("operator");
      assertThat(ended.getOperatorId()).isEqualTo(operator.get("id").textValue());
      assertThat(ended.getAddress()).isEqualTo("127.0.0.1");
      assertThat(actions)
          .as("it was written down before it was done")
          .anyMatch(
              action ->
                  action.getActionId().equals(ended.getActionId())
                      && action.getResult().equals(Actions.BEGUN));
      assertThat(actions)
          .as("so is what was not allowed")
          .anyMatch(
              action ->
                  action.getAction().equals("credentials.create")
                      && action.getResult().equals("forbidden")
                      && action.getOperator().equals("Vi"));
      assertThat(actions.toString())
          .doesNotContain(made.get("key").textValue(), operator.get("key").textValue());
    }
  }

  @Test
  void guessesFromOneAddressAreBounded() throws Exception {
    try (TestConsole console = TestConsole.start(kafka, directory)) {
      for (int i = 0; i < FailedLogins.MOST; i++) {
        assertThat(guess(console).statusCode()).isEqualTo(401);
      }
      HttpResponse<String> kept = guess(console);

      assertThat(kept.statusCode()).isEqualTo(429);
      assertThat(kept.headers().firstValue("retry-after")).contains("60");
      assertThat(console.get("/admin/status").status())
          .as("not even with the right token: it may have been guessed")
          .isEqualTo(429);
    }
  }

  private static HttpResponse<String> guess(TestConsole console) throws Exception {
    return console.raw(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + console.port() + "/admin/status"))
            .header("authorization", "Bearer guess")
            .build());
  }

  private static JsonNode operator(TestConsole console, String name, String role) throws Exception {
    TestConsole.Answer made = console.post("/admin/operators", Map.of("name", name, "role", role));
    assertThat(made.status()).isEqualTo(201);
    return made.body();
  }

  private static TestConsole.Caller as(TestConsole console, JsonNode operator) {
    return console.as(operator.get("key").textValue());
  }

  private static CredentialRecord kept(JsonNode made) throws Exception {
    return inLog(Topics.CREDENTIALS, Secrets.sha256(made.get("key").textValue())).orElseThrow();
  }
}
