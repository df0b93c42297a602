package dev.strowger.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.ingress.Authenticator.Verdict;
import dev.strowger.process.AddressRange;
import dev.strowger.records.CredentialRecord;
import dev.strowger.records.LimitScope;
import dev.strowger.records.Limits;
import dev.strowger.records.ScopedLimits;
import dev.strowger.records.TenantRecord;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthenticatorTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private static final Optional<InetAddress> HOME = AddressRange.address("10.1.2.3");

  private final Tenants tenants = new Tenants("eu");
  private final Authenticator authenticator =
      new Authenticator(
          Clock.fixed(NOW, ZoneOffset.UTC),
          tenants,
          new ClientAddress(List.of()),
          Optional.empty());

  @Test
  void knowsAKeyByItsHash() {
    issue("sk-good", null, false);

    assertThat(authenticator.check("Bearer sk-good", HOME)).isInstanceOf(Verdict.Known.class);
    assertThat(authenticator.check("bearer  sk-good ", HOME)).isInstanceOf(Verdict.Known.class);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "Bearer", "Bearer ", "Basic c2stZ29vZA==", "sk-good"})
  void asksForAKeyWhereThereIsNone(@Nullable String header) {
    issue("sk-good", null, false);

    assertThat(authenticator.check(header, HOME)).isEqualTo(new Verdict.Refused(Refusals.noKey()));
  }

  @Test
  void refusesAKeyItDoesNotKnow() {
    issue("sk-good", null, false);

    assertThat(authenticator.check("Bearer sk-goof", HOME))
        .isEqualTo(new Verdict.Refused(Refusals.wrongKey()));
    assertThat(authenticator.check("Bearer " + "x".repeat(10_000), HOME))
        .isEqualTo(new Verdict.Refused(Refusals.wrongKey()));
  }

  @Test
  void refusesARevokedKey() {
    issue("sk-old", null, true);

    assertThat(authenticator.check("Bearer sk-old", HOME))
        .isEqualTo(new Verdict.Refused(Refusals.revokedKey()));
  }

  @Test
  void refusesAKeyFromTheMomentItExpires() {
    issue("sk-past", NOW, false);
    issue("sk-still", NOW.plusMillis(1), false);

    assertThat(authenticator.check("Bearer sk-past", HOME))
        .isEqualTo(new Verdict.Refused(Refusals.expiredKey()));
    assertThat(authenticator.check("Bearer sk-still", HOME)).isInstanceOf(Verdict.Known.class);
  }

  @Test
  void forgetsADeletedKey() {
    issue("sk-good", null, false);

    authenticator.changed(DoorRig.hash("sk-good"), null);

    assertThat(authenticator.check("Bearer sk-good", HOME))
        .isEqualTo(new Verdict.Refused(Refusals.wrongKey()));
  }

  @Test
  void aKeyIsGoodOnlyFromWhereItMayBeUsed() {
    issue("sk-home", null, false, key -> key.setAddresses(List.of("10.0.0.0/8", "2001:db8::1")));

    assertThat(check("sk-home", "10.200.0.1")).isInstanceOf(Verdict.Known.class);
    assertThat(check("sk-home", "2001:db8::1")).isInstanceOf(Verdict.Known.class);
    assertThat(check("sk-home", "192.0.2.1"))
        .isEqualTo(new Verdict.Refused(AccessRefusals.wrongAddress()));
    assertThat(authenticator.check("Bearer sk-home", Optional.empty()))
        .as("an address that is not known is no good one")
        .isEqualTo(new Verdict.Refused(AccessRefusals.wrongAddress()));
  }

  @Test
  void aRangeThatIsNoneLetsNobodyIn() {
    issue("sk-odd", null, false, key -> key.setAddresses(List.of("nonsense")));

    assertThat(check("sk-odd", "10.1.2.3")).isInstanceOf(Verdict.Refused.class);
  }

  @Test
  void aSuspendedTenantOrTeamIsRefusedUntilItIsResumed() {
    issue("sk-team", null, false, key -> key.setTenant("red").setTeam("blue"));
    tenant("red", "", tenant -> tenant.setSuspended(true));
    assertThat(check("sk-team", "10.1.2.3"))
        .isEqualTo(new Verdict.Refused(AccessRefusals.suspended("tenant", "red")));

    tenant("red", "", tenant -> tenant.setSuspended(false));
    assertThat(check("sk-team", "10.1.2.3")).isInstanceOf(Verdict.Known.class);

    tenant("red", "blue", team -> team.setSuspended(true));
    assertThat(check("sk-team", "10.1.2.3"))
        .isEqualTo(new Verdict.Refused(AccessRefusals.suspended("team", "blue")));
  }

  @Test
  void aTenantOfAnotherRegionIsToldWhichOneIsItsOwn() {
    issue("sk-far", null, false, key -> key.setTenant("far"));
    tenant("far", "", tenant -> tenant.setRegion("us"));
    assertThat(check("sk-far", "10.1.2.3"))
        .isEqualTo(new Verdict.Refused(AccessRefusals.elsewhere("far", "us", "eu")));

    tenant("far", "", tenant -> tenant.setRegion("eu"));
    assertThat(check("sk-far", "10.1.2.3")).isInstanceOf(Verdict.Known.class);
  }

  @Test
  void aCallerBringsTheLimitsOfThoseScopesThatHaveSome() {
    Limits few = Limits.newBuilder().setRequestsPerMinute(5).build();
    Limits many = Limits.newBuilder().setRequestsPerMinute(500).build();
    issue("sk-l", null, false, key -> key.setTenant("red").setTeam("blue").setLimits(few));
    tenant("red", "", tenant -> tenant.setLimits(many));
    tenant("red", "blue", team -> {});

    assertThat(known("sk-l").limits())
        .containsExactly(
            new ScopedLimits(LimitScope.CREDENTIAL, few),
            new ScopedLimits(LimitScope.TENANT, many));
  }

  @Test
  void aKeyMayAskTheModelsItIsScopedTo() {
    issue("sk-m", null, false, key -> key.setModels(List.of("gpt-4o", "ollama/*")));
    Scope scope = known("sk-m").scope();

    assertThat(scope.mayAsk("gpt-4o")).isTrue();
    assertThat(scope.mayAsk("ollama/llama")).isTrue();
    assertThat(scope.mayAsk("gpt-4o-mini")).isFalse();
    issue("sk-all", null, false, key -> key.setTags(Map.of("cost-centre", "7")));
    assertThat(known("sk-all").scope().mayAsk("anything")).isTrue();
    assertThat(known("sk-all").scope().tags()).containsEntry("cost-centre", "7");
  }

  private Verdict check(String key, String address) {
    return authenticator.check("Bearer " + key, AddressRange.address(address));
  }

  private Caller known(String key) {
    return ((Verdict.Known) check(key, "10.1.2.3")).caller();
  }

  private void tenant(String tenant, String team, Consumer<TenantRecord.Builder> more) {
    TenantRecord.Builder record =
        TenantRecord.newBuilder().setTenant(tenant).setTeam(team).setCreatedAt(NOW);
    more.accept(record);
    tenants.changed(team.isEmpty() ? tenant : tenant + "/" + team, record.build());
  }

  private void issue(String key, @Nullable Instant expires, boolean revoked) {
    issue(key, expires, revoked, more -> {});
  }

  private void issue(
      String key,
      @Nullable Instant expires,
      boolean revoked,
      Consumer<CredentialRecord.Builder> more) {
    CredentialRecord.Builder credential =
        CredentialRecord.newBuilder()
            .setCredentialId("cred_1")
            .setTenant("team")
            .setName("test")
            .setKeyHash(DoorRig.hash(key))
            .setCreatedAt(NOW)
            .setExpiresAt(expires)
            .setRevoked(revoked);
    more.accept(credential);
    authenticator.changed(credential.getKeyHash(), credential.build());
  }
}
