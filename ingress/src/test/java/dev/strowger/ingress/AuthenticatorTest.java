package dev.strowger.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.ingress.Authenticator.Verdict;
import dev.strowger.records.CredentialRecord;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthenticatorTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final Authenticator authenticator = new Authenticator(Clock.fixed(NOW, ZoneOffset.UTC));

  @Test
  void knowsAKeyByItsHash() {
    CredentialRecord credential = issue("sk-good", null, false);

    assertThat(authenticator.check("Bearer sk-good")).isEqualTo(new Verdict.Known(credential));
    assertThat(authenticator.check("bearer  sk-good ")).isEqualTo(new Verdict.Known(credential));
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "Bearer", "Bearer ", "Basic c2stZ29vZA==", "sk-good"})
  void asksForAKeyWhereThereIsNone(@Nullable String header) {
    issue("sk-good", null, false);

    assertThat(authenticator.check(header)).isEqualTo(new Verdict.Refused(Refusals.noKey()));
  }

  @Test
  void refusesAKeyItDoesNotKnow() {
    issue("sk-good", null, false);

    assertThat(authenticator.check("Bearer sk-goof"))
        .isEqualTo(new Verdict.Refused(Refusals.wrongKey()));
    assertThat(authenticator.check("Bearer " + "x".repeat(10_000)))
        .isEqualTo(new Verdict.Refused(Refusals.wrongKey()));
  }

  @Test
  void refusesARevokedKey() {
    issue("sk-old", null, true);

    assertThat(authenticator.check("Bearer sk-old"))
        .isEqualTo(new Verdict.Refused(Refusals.revokedKey()));
  }

  @Test
  void refusesAKeyFromTheMomentItExpires() {
    issue("sk-past", NOW, false);
    issue("sk-still", NOW.plusMillis(1), false);

    assertThat(authenticator.check("Bearer sk-past"))
        .isEqualTo(new Verdict.Refused(Refusals.expiredKey()));
    assertThat(authenticator.check("Bearer sk-still")).isInstanceOf(Verdict.Known.class);
  }

  @Test
  void forgetsADeletedKey() {
    issue("sk-good", null, false);

    authenticator.changed(Authenticator.hash("sk-good"), null);

    assertThat(authenticator.check("Bearer sk-good"))
        .isEqualTo(new Verdict.Refused(Refusals.wrongKey()));
  }

  private CredentialRecord issue(String key, @Nullable Instant expires, boolean revoked) {
    CredentialRecord credential =
        CredentialRecord.newBuilder()
            .setCredentialId("cred_1")
            .setTenant("team")
            .setName("test")
            .setKeyHash(Authenticator.hash(key))
            .setCreatedAt(NOW)
            .setExpiresAt(expires)
            .setRevoked(revoked)
            .build();
    authenticator.changed(credential.getKeyHash(), credential);
    return credential;
  }
}
