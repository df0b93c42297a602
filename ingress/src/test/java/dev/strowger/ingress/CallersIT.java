package dev.strowger.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import dev.strowger.ingress.identity.LocalIssuer;
import dev.strowger.records.CredentialRecord;
import dev.strowger.records.LimitScope;
import dev.strowger.records.Limits;
import dev.strowger.records.RequestRecord;
import dev.strowger.records.ScopedLimits;
import dev.strowger.records.TenantRecord;
import dev.strowger.topics.Topics;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Callers as the log knows them, at doors on a real broker. */
class CallersIT {
  private static final Limits FEW = Limits.newBuilder().setRequestsPerMinute(3).build();
  private static DoorRig rig;
  private static DoorRig.Door door;
  private static LocalIssuer issuer;
  private static RSAKey signer;

  @BeforeAll
  static void open() throws Exception {
    issuer = new LocalIssuer();
    signer = LocalIssuer.rsa("k");
    issuer.publish(signer);
    rig = new DoorRig();
    door =
        rig.open(
            Map.of(
                "STROWGER_REGION", "eu",
                "STROWGER_TRUSTED_PROXIES", "127.0.0.1",
                "STROWGER_OIDC_ISSUER", issuer.url(),
                "STROWGER_OIDC_AUDIENCE", "strowger"));
  }

  @AfterAll
  static void close() throws Exception {
    rig.close();
    issuer.close();
  }

  @Test
  void aRequestCarriesWhatItsCallerMay() throws Exception {
    credential(
        "sk-scoped",
        key ->
            key.setTenant("scoped")
                .setTeam("blue")
                .setRoutes(List.of("chat*"))
                .setTags(Map.of("cost-centre", "7")));
    // Keys and tenants come by topics of their own: first until both are known.
    tenant("scoped", "", tenant -> tenant.setSuspended(true));
    awaitStatus("sk-scoped", "/v1/models", 403);
    tenant("scoped", "", tenant -> tenant.setLimits(FEW));
    awaitStatus("sk-scoped", "/v1/models", 200);

    CompletableFuture<HttpResponse<String>> sending =
        rig.sending(
            chat("sk-scoped")
                .header("x-strowger-tag-cost-centre", "8")
                .header("x-strowger-tag-job", "nightly")
                .build());
    FakeWorker.Taken taken = rig.worker.take();
    rig.worker.answer(taken, "{}");

    RequestRecord request = taken.request();
    assertThat(request.getTeam()).isEqualTo("blue");
    assertThat(request.getAllowedRoutes()).containsExactly("chat*");
    assertThat(request.getLimits()).containsExactly(new ScopedLimits(LimitScope.TENANT, FEW));
    assertThat(request.getFacts().getTags())
        .as("the client cannot change the tags of its credential")
        .containsEntry("cost-centre", "7")
        .containsEntry("job", "nightly");
    assertThat(sending.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
  }

  @Test
  void aModelOutOfScopeIsRefusedAndNotListed() throws Exception {
    credential("sk-ollama", key -> key.setModels(List.of("ollama/*")));
    awaitStatus("sk-ollama", "/v1/models", 200);

    HttpResponse<String> refused = rig.send(chat("sk-ollama").build());
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.body()).contains("\"model_not_found\"", "does not have access");
    assertThat(get("sk-ollama", "/v1/models").body())
        .contains("ollama/llama-3.1")
        .doesNotContain("gpt-4o-mini");
    assertThat(get("sk-ollama", "/v1/models/gpt-4o-mini").statusCode()).isEqualTo(404);
    assertThat(get("sk-ollama", "/v1/models/ollama/llama-3.1").statusCode()).isEqualTo(200);
  }

  @Test
  void tenantsAreSuspendedAndSentToTheirRegion() throws Exception {
    credential("sk-far", key -> key.setTenant("far"));
    awaitStatus("sk-far", "/v1/models", 200);
    tenant("far", "", tenant -> tenant.setRegion("us"));
    awaitStatus("sk-far", "/v1/models", 403);
    assertThat(rig.send(chat("sk-far").build()).body()).contains("wrong_region", "'us'", "'eu'");

    tenant("far", "", tenant -> tenant.setSuspended(true));
    awaitStatus("sk-far", "/v1/responses/resp_1", 403);
    awaitBody("sk-far", "tenant_suspended");
    tenant("far", "", tenant -> {});
    awaitStatus("sk-far", "/v1/models", 200);
  }

  @Test
  void aTrustedProxySaysWhereARequestComesFrom() throws Exception {
    credential("sk-net", key -> key.setAddresses(List.of("192.0.2.0/24")));
    DoorRig.await("the key is known", () -> forwarded("192.0.2.7") == 200);

    assertThat(forwarded("203.0.113.1")).isEqualTo(401);
    assertThat(forwarded("192.0.2.7, 203.0.113.1"))
        .as("only what the trusted proxy added counts")
        .isEqualTo(401);
    assertThat(get("sk-net", "/v1/models").body()).contains("ip_not_authorized");
  }

  @Test
  void revocationIsInForceAtEveryDoorWithinASecond() throws Exception {
    DoorRig.Door second = rig.open(Map.of());
    List<DoorRig.Door> doors = List.of(door, second);
    for (int round = 0; round < 5; round++) {
      String key = "sk-short-" + round;
      credential(key, with -> {});
      for (DoorRig.Door each : doors) {
        DoorRig.await("the key is known", () -> status(each, key, "/v1/models") == 200);
      }

      long acknowledged = credential(key, with -> with.setRevoked(true));

      for (DoorRig.Door each : doors) {
        DoorRig.await("the key is refused", () -> status(each, key, "/v1/models") == 401);
        assertThat(Duration.ofNanos(System.nanoTime() - acknowledged))
            .isLessThan(Duration.ofSeconds(1));
      }
    }
  }

  @Test
  void aTokenOfTheIdentityProviderIsAKeyOfItsTenant() throws Exception {
    String token = token("orange");
    assertThat(get(token, "/v1/models").body()).contains("unknown_tenant");
    tenant("orange", "", tenant -> tenant.setLimits(FEW));
    awaitStatus(token, "/v1/models", 200);

    CompletableFuture<HttpResponse<String>> sending = rig.sending(chat(token).build());
    FakeWorker.Taken taken = rig.worker.take();
    rig.worker.answer(taken, "{}");

    assertThat(taken.request().getTenant()).isEqualTo("orange");
    assertThat(taken.request().getCredentialId()).matches("jwt:[0-9a-f]{16}");
    assertThat(taken.request().getLimits()).hasSize(1);
    assertThat(sending.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    tenant("orange", "", tenant -> tenant.setSuspended(true));
    awaitStatus(token, "/v1/models", 403);
    assertThat(get(token.substring(0, token.length() - 8) + "AAAAAAAA", "/v1/models").statusCode())
        .isEqualTo(401);
  }

  private static String token(String tenant) throws Exception {
    return LocalIssuer.sign(
        signer,
        new JWTClaimsSet.Builder()
            .issuer(issuer.url())
            .audience("strowger")
            .subject("bob")
            .claim("tenant", tenant)
            .expirationTime(Date.from(Instant.now().plusSeconds(300)))
            .build());
  }

  /** When the log had it, in nanoseconds of this machine. */
  private static long credential(String key, Consumer<CredentialRecord.Builder> more)
      throws Exception {
    CredentialRecord.Builder credential =
        CredentialRecord.newBuilder()
            .setCredentialId("cred_" + key)
            .setTenant("team-a")
            .setName("test")
            .setKeyHash(DoorRig.hash(key))
            .setCreatedAt(Instant.EPOCH);
    more.accept(credential);
    rig.put(Topics.CREDENTIALS, credential.getKeyHash(), credential.build());
    return System.nanoTime();
  }

  private static void tenant(String tenant, String team, Consumer<TenantRecord.Builder> more)
      throws Exception {
    TenantRecord.Builder record =
        TenantRecord.newBuilder().setTenant(tenant).setTeam(team).setCreatedAt(Instant.EPOCH);
    more.accept(record);
    rig.put(Topics.TENANTS, team.isEmpty() ? tenant : tenant + "/" + team, record.build());
  }

  private static HttpRequest.Builder request(DoorRig.Door at, String key, String path) {
    return HttpRequest.newBuilder(at.url(path))
        .timeout(DoorRig.PATIENCE)
        .header("authorization", "Bearer " + key)
        .header("content-type", "application/json");
  }

  private static HttpRequest.Builder chat(String key) {
    return request(door, key, "/v1/chat/completions")
        .POST(HttpRequest.BodyPublishers.ofString(DoorRig.GOOD));
  }

  private static HttpResponse<String> get(String key, String path) throws Exception {
    return rig.send(request(door, key, path).build());
  }

  private static int forwarded(String address) {
    return sent(request(door, "sk-net", "/v1/models").header("x-forwarded-for", address));
  }

  private static int status(DoorRig.Door at, String key, String path) {
    return sent(request(at, key, path));
  }

  private static int sent(HttpRequest.Builder request) {
    try {
      return rig.send(request.build()).statusCode();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static void awaitStatus(String key, String path, int status) throws Exception {
    DoorRig.await(key + " gets " + status, () -> status(door, key, path) == status);
  }

  private static void awaitBody(String key, String text) throws Exception {
    Map<String, String> last = new HashMap<>();
    DoorRig.await(
        "the body has " + text,
        () -> {
          try {
            last.put("body", get(key, "/v1/models").body());
          } catch (Exception e) {
            throw new AssertionError(e);
          }
          return last.getOrDefault("body", "").contains(text);
        });
  }
}
